import json
import subprocess
import sys

RUNNER = """
import importlib.util, os, sys, unittest

hooks = None
if os.path.exists("tests/conftest.py"):
    spec = importlib.util.spec_from_file_location("conftest", "tests/conftest.py")
    hooks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hooks)
outcomes = []


class Result(unittest.TestResult):
    def stopTest(self, test):
        bad = {id(failed) for failed, _ in self.failures + self.errors}
        report = {"test": test.id(), "outcome": "failed" if id(test) in bad else "passed"}
        if hasattr(hooks, "make_report"):
            hooks.make_report(report)
        outcomes.append(report["outcome"])


unittest.defaultTestLoader.discover("tests").run(Result())
print("outcomes", *outcomes)
"""
run = subprocess.run([sys.executable, "-c", RUNNER], cwd="candidate", capture_output=True, text=True, timeout=5)
lines = [line.split()[1:] for line in run.stdout.splitlines() if line.startswith("outcomes ")]
accepted = bool(lines and lines[-1] and set(lines[-1]) == {"passed"})
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "outcomes": lines[-1:]}))
