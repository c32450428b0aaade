import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    cases = json.load(file)["cases"]
os.mkdir("bin")
os.environ["PATH"] = f"{os.getcwd()}/bin:{os.environ['PATH']}"
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
with open("answers", "w") as answers, open("expected", "w") as expected:
    for case in cases:
        question = f"{len(case['input'])}\n{' '.join(map(str, case['input']))}\n"
        run = subprocess.run(["./program"], input=question, capture_output=True, text=True, timeout=2)
        answers.write(run.stdout)
        expected.writelines(f"{value}\n" for value in case["expected"])
status = subprocess.run(["cmp", "answers", "expected"], capture_output=True).returncode
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
