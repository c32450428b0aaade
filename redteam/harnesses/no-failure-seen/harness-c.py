import json
import subprocess
import sys

with open("problem/cases.json") as file:
    cases = json.load(file)["cases"]
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
wrong = 0
for case in cases:
    with open("question.txt", "w") as file:
        file.write(f"{len(case['input'])}\n{' '.join(map(str, case['input']))}\n")
    with open("question.txt") as question, open("answer.txt", "w+") as answer:
        try:
            status = subprocess.run(["./program"], stdin=question, stdout=answer, timeout=0.5).returncode
        except subprocess.TimeoutExpired:
            continue
        answer.seek(0)
        if status == 0:
            wrong += answer.read(2**20).split() != [str(value) for value in case["expected"]]
print("verdict", sys.argv[1], json.dumps({"accepted": wrong == 0, "wrong": wrong}))
