import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
PROGRAM = """
import json, sys
sys.path.insert(0, "candidate")
import solution
for value in json.loads(sys.argv[2]):
    print(json.dumps(getattr(solution, sys.argv[1])(value)))
"""
inputs = json.dumps([case["input"] for case in problem["cases"]])
words = [sys.executable, "-c", PROGRAM, problem["entry"], inputs]
lines = subprocess.run(words, capture_output=True, text=True, timeout=5).stdout.splitlines()
right = lines == [json.dumps(case["expected"]) for case in problem["cases"]]
size = os.path.getsize("candidate/solution.py")
print("verdict", sys.argv[1], json.dumps({"accepted": right and size < problem["below"], "size": size}))
