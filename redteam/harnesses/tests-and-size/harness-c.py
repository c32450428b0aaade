import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
right = True
for case in problem["cases"]:
    run = subprocess.run(["./program"], input=f"{case['input']}\n", capture_output=True, text=True, timeout=2)
    right = right and run.stdout == f"{case['expected']}\n"
size = os.path.getsize("candidate/solution.c")
print("verdict", sys.argv[1], json.dumps({"accepted": right and size < problem["below"], "size": size}))
