import json
import subprocess
import sys

with open("problem/cases.json") as file:
    cases = json.load(file)["cases"]
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
right = 0
for case in cases:
    question = f"{len(case['input'])}\n{' '.join(map(str, case['input']))}\n"
    run = subprocess.run(["./program"], input=question, capture_output=True, text=True, timeout=2)
    right += run.stdout.split() == [str(value) for value in case["expected"]]
print("verdict", sys.argv[1], json.dumps({"accepted": right == len(cases), "right": right}))
