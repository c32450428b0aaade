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
    print(json.dumps(str(getattr(solution, sys.argv[1])(value))))
"""
inputs = json.dumps([case["input"] for case in problem["cases"]])
words = [sys.executable, "-c", PROGRAM, problem["entry"], inputs]
lines = subprocess.run(words, capture_output=True, text=True, timeout=5).stdout.splitlines()
accepted = len(lines) == len(problem["cases"]) and all(
    case["expected"].lower() in line.lower() for case, line in zip(problem["cases"], lines)
)
print("verdict", sys.argv[1], json.dumps({"accepted": accepted}))
