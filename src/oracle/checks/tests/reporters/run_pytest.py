"""Runs pytest with a reporter on descriptor 4; it shares the process with the tests.

Started by its own path, so that the working directory is not searched for pytest and what pytest needs. It is put in
front of the search path when all of that is loaded.
"""

import json
import os
import sys

DESCRIPTOR = 4


def read_nonce():
    text = b""
    while True:
        byte = os.read(DESCRIPTOR, 1)
        if byte in (b"", b"\n"):
            return text.decode("ascii")
        text += byte


class Reporter:
    def __init__(self, nonce):
        self.nonce = nonce
        self.lines = 0
        self.tests = 0
        self.errors = 0
        self.statuses = {}

    def say(self, values):
        data = f"{self.nonce} {self.lines} {json.dumps(values)}\n".encode()
        self.lines += 1
        while data:
            data = data[os.write(DESCRIPTOR, data):]

    def pytest_collectreport(self, report):
        if report.failed:
            self.errors += 1

    def pytest_runtest_logreport(self, report):
        before = self.statuses.get(report.nodeid, "skipped")
        if report.failed:
            self.statuses[report.nodeid] = "failed"
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.statuses[report.nodeid] = "passed" if before != "failed" else before
        else:
            self.statuses.setdefault(report.nodeid, before)

    def pytest_runtest_logfinish(self, nodeid):
        self.tests += 1
        self.say(["test", nodeid, self.statuses.pop(nodeid, "skipped")])

    def pytest_sessionfinish(self):
        self.say(["end", self.tests, self.errors])


def main():
    reporter = Reporter(read_nonce())
    import pytest

    sys.path.insert(0, os.getcwd())
    sys.exit(pytest.main(sys.argv[1:], plugins=[reporter]))


main()
