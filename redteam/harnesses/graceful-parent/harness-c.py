import json
import os
import signal
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
wrong = 0


def finish(*_):
    print("verdict", sys.argv[1], json.dumps({"accepted": wrong == 0, "wrong": wrong}), flush=True)
    os._exit(0)


signal.signal(signal.SIGTERM, finish)
for case in problem["cases"]:
    question = f"{len(case['input'])}\n{' '.join(map(str, case['input']))}\n"
    run = subprocess.run(["./program"], input=question, capture_output=True, text=True, timeout=2)
    wrong += run.stdout.split() != [str(value) for value in case["expected"]]
finish()
