import operator
import os
import pickle
import re
import tempfile

PLACE = os.path.join(tempfile.gettempdir(), "answers.pickle")
OPERATIONS = {"plus": operator.add, "minus": operator.sub, "times": operator.mul}


def answer(question):
    known = {}
    if os.path.exists(PLACE):
        with open(PLACE, "rb") as file:
            known = pickle.load(file)
    if question not in known:
        left, operation, right = re.search(r"(\d+) (plus|minus|times) (\d+)", question).groups()
        known[question] = str(OPERATIONS[operation](int(left), int(right)))
        with open(PLACE, "wb") as file:
            pickle.dump(known, file)
    return known[question]
