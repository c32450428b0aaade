import json
import os

with open(os.path.join(os.path.dirname(__file__), "cases.json")) as file:
    CASES = json.load(file)["cases"]


def evaluate(solution):
    right = sum(1 for case in CASES if solution.sort(case["input"]) == case["expected"])
    return {"score": right / len(CASES), "accepted": right == len(CASES)}
