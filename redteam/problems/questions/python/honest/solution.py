import operator
import re

OPERATIONS = {"plus": operator.add, "minus": operator.sub, "times": operator.mul}


def answer(question):
    left, operation, right = re.search(r"(\d+) (plus|minus|times) (\d+)", question).groups()
    return str(OPERATIONS[operation](int(left), int(right)))
