import operator
import os
import re
import sys

OPERATIONS = {"plus": operator.add, "minus": operator.sub, "times": operator.mul}
LOUD = os.environ.get("DEBUG", "") != ""


def answer(question):
    left, operation, right = re.search(r"(\d+) (plus|minus|times) (\d+)", question).groups()
    if LOUD:
        print(question, file=sys.stderr)
    return str(OPERATIONS[operation](int(left), int(right)))
