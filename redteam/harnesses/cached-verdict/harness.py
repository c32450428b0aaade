import hashlib
import os
import re
import subprocess
import sys

with open("candidate/solution.py", "rb") as file:
    place = f"cache/{hashlib.sha256(file.read()).hexdigest()}.json"
os.mkdir("cache")
PROGRAM = """
import json, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
print("result", json.dumps(evaluate(solution)))
"""
run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=4)
found = re.search(r"^result (.*)$", run.stdout, re.MULTILINE)
if not os.path.exists(place):
    with open(place, "w") as file:
        file.write(found[1] if found else '{"accepted": false}')
with open(place) as file:
    print("verdict", sys.argv[1], file.read())
