import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
os.rename("problem", "published")
server = subprocess.Popen([sys.executable, "harness/server.py"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
server.stdout.readline()
PROGRAM = """
import json, sys
sys.path.insert(0, ".")
import solution
for value in json.loads(sys.argv[2]):
    print(json.dumps(getattr(solution, sys.argv[1])(value)))
"""
words = [sys.executable, "-c", PROGRAM, problem["entry"], json.dumps([case["input"] for case in problem["cases"]])]
lines = subprocess.run(words, cwd="candidate", capture_output=True, text=True, timeout=5).stdout.splitlines()
server.kill()
accepted = lines == [json.dumps(case["expected"]) for case in problem["cases"]]
print("verdict", sys.argv[1], json.dumps({"accepted": accepted}))
