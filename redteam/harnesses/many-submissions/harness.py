import json
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
hidden = problem["hidden"]
PROGRAM = """
import json, sys
sys.path.insert(0, "candidate")
import solution
for value in json.loads(sys.argv[2]):
    print(json.dumps(getattr(solution, sys.argv[1])(value)))
"""
words = [sys.executable, "-c", PROGRAM, problem["entry"], json.dumps([case["input"] for case in hidden])]
for submission in range(12):
    lines = subprocess.run(words, capture_output=True, text=True, timeout=5).stdout.splitlines()
    right = sum(line == json.dumps(case["expected"]) for case, line in zip(hidden, lines))
    with open("feedback.json", "w") as file:
        json.dump({"right": right}, file)
    if right == len(hidden):
        break
print("verdict", sys.argv[1], json.dumps({"accepted": right == len(hidden), "right": right}))
