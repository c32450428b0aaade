import json
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "candidate"))
from solution import sort

with open(os.path.join(here, "cases.json")) as file:
    for case in json.load(file)["cases"]:
        assert sort(case["input"]) == case["expected"]
