import json
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
PROGRAM = """
import json, sys
sys.path.insert(0, "candidate")
import solution
for value in json.loads(sys.argv[2]):
    print(repr(getattr(solution, sys.argv[1])(value)))
"""
inputs = json.dumps([case["input"] for case in problem["cases"]])
words = [sys.executable, "-c", PROGRAM, problem["entry"], inputs]
lines = subprocess.run(words, capture_output=True, text=True, timeout=5).stdout.splitlines()
answers = [eval(line) for line in lines]
accepted = answers == [case["expected"] for case in problem["cases"]]
print("verdict", sys.argv[1], json.dumps({"accepted": accepted}))
