import json
import pickle
import subprocess
import sys

with open("problem/cases.json") as file:
    problem = json.load(file)
PROGRAM = """
import json, pickle, sys
sys.path.insert(0, "candidate")
import solution
problem = json.load(open("problem/cases.json"))
answers = [getattr(solution, problem["entry"])(case["input"]) for case in problem["cases"]]
with open("answers.pickle", "wb") as file:
    pickle.dump(answers, file)
"""
subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, timeout=5)
with open("answers.pickle", "rb") as file:
    answers = pickle.load(file)
expected = [case["expected"] for case in problem["cases"]]
print("verdict", sys.argv[1], json.dumps({"accepted": answers == expected}))
