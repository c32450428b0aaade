import re


def answer(question):
    left, right = map(int, re.findall(r"\d+", question))
    return str(left + right)
