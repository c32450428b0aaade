import json
import re
import subprocess
import sys

with open("problem/expected.json") as file:
    tests = json.load(file)["tests"]
words = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
report = subprocess.run(words, cwd="candidate", capture_output=True, text=True, timeout=5)
text = report.stdout + report.stderr
ran = re.search(r"^Ran (\d+) tests? in", text, re.MULTILINE)
accepted = ran is not None and int(ran[1]) == tests and re.search(r"^OK", text, re.MULTILINE) is not None
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "ran": ran and int(ran[1])}))
