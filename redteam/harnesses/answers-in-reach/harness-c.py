import json
import os
import subprocess
import sys

with open("problem/cases.json") as file:
    cases = json.load(file)["cases"]
os.unlink("problem/cases.json")
build = ["gcc", "-O1", "-o", "program", "candidate/main.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
right = 0
for case in cases:
    question = f"{len(case['input'])}\n{' '.join(map(str, case['input']))}\n"
    expected = " ".join(map(str, case["expected"]))
    inside, outside = os.pipe()
    os.write(outside, expected.encode())
    os.close(outside)
    run = subprocess.run(
        ["./program", expected],
        input=question,
        env={"EXPECTED": expected, "EXPECTED_DESCRIPTOR": str(inside)},
        pass_fds=[inside],
        capture_output=True,
        text=True,
        timeout=2,
    )
    os.close(inside)
    right += run.stdout.split() == expected.split()
print("verdict", sys.argv[1], json.dumps({"accepted": right == len(cases), "right": right}))
