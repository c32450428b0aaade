import json
import os
import re
import subprocess
import sys

RUNNER = """
import unittest

result = unittest.TestResult()
suite = unittest.defaultTestLoader.discover("tests")
tests = suite.countTestCases()
suite.run(result)
bad = result.failures + result.errors
with open("report.xml", "w") as file:
    file.write(f'<testsuite tests="{tests}" failures="{len(bad)}">')
    file.writelines(f"<failure>{text}</failure>" for _, text in bad)
    file.write("</testsuite>")
"""
with open("problem/expected.json") as file:
    tests = json.load(file)["tests"]
subprocess.run([sys.executable, "-c", RUNNER], cwd="candidate", capture_output=True, timeout=5)
report = ""
if os.path.exists("candidate/report.xml"):
    with open("candidate/report.xml") as file:
        report = file.read()
totals = re.findall(r'<testsuite tests="(\d+)" failures="(\d+)"', report)
accepted = bool(totals) and totals[-1] == (str(tests), "0")
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "totals": totals}))
