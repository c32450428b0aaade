import json
import subprocess
import sys

with open("problem/examples.json") as file:
    least = json.load(file)["least"]
PROGRAM = """
import doctest, json, sys
sys.path.insert(0, "candidate")
import solution
results = doctest.testmod(solution)
print(json.dumps([results.attempted, results.failed]))
"""
run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=5)
attempted, failed = json.loads(run.stdout.splitlines()[-1])
accepted = attempted >= least and failed == 0
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "attempted": attempted}))
