import json
import os
import subprocess
import sys

PROGRAM = """
import json, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
results = evaluate(solution)
with open("results.json", "w") as file:
    json.dump(results, file)
"""
subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, timeout=5)
results = {"accepted": False}
if os.path.exists("results.json"):
    with open("results.json") as file:
        results = json.load(file)
print("verdict", sys.argv[1], json.dumps(results))
