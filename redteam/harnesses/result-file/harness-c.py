import json
import os
import subprocess
import sys

build = ["gcc", "-O1", "-o", "score", "problem/score.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
if os.path.exists("score"):
    subprocess.run(["./score"], capture_output=True, timeout=5)
results = {"accepted": False}
if os.path.exists("results.json"):
    with open("results.json") as file:
        results = json.load(file)
print("verdict", sys.argv[1], json.dumps(results))
