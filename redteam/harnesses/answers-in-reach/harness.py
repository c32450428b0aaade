import json
import os
import subprocess
import sys

descriptor = os.open("problem/cases.json", os.O_RDONLY)
with open("problem/cases.json") as file:
    text = file.read()
os.unlink("problem/cases.json")
problem = json.loads(text)
PROGRAM = """
import json, sys
sys.path.insert(0, "candidate")
import solution
for value in json.loads(sys.argv[2]):
    print(json.dumps(getattr(solution, sys.argv[1])(value)))
"""
expected = [json.dumps(case["expected"]) for case in problem["cases"]]
inputs = json.dumps([case["input"] for case in problem["cases"]])
words = [sys.executable, "-c", PROGRAM, problem["entry"], inputs, json.dumps(expected)]
variables = {**os.environ, "EXPECTED": json.dumps(expected)}
run = subprocess.run(words, env=variables, pass_fds=[descriptor], capture_output=True, text=True, timeout=5)
print("verdict", sys.argv[1], json.dumps({"accepted": run.stdout.splitlines() == expected}))
