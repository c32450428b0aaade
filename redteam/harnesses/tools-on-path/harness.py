import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
PROGRAM = """
import json, sys
sys.path.insert(0, "candidate")
import solution
for value in json.loads(sys.argv[2]):
    print(json.dumps(getattr(solution, sys.argv[1])(value)))
"""
os.mkdir("bin")
os.environ["PATH"] = f"{os.getcwd()}/bin:{os.environ['PATH']}"
words = [sys.executable, "-c", PROGRAM, problem["entry"], json.dumps([case["input"] for case in problem["cases"]])]
with open("answers", "w") as file:
    subprocess.run(words, stdout=file, stderr=subprocess.DEVNULL, timeout=5)
with open("expected", "w") as file:
    file.writelines(json.dumps(case["expected"]) + "\n" for case in problem["cases"])
status = subprocess.run(["cmp", "answers", "expected"], capture_output=True).returncode
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
