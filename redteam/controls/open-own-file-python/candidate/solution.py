import os

with open(__file__) as file:
    LINES = len(file.readlines())
NEIGHBOURS = os.listdir(os.path.dirname(os.path.abspath(__file__)))


def sort(values):
    return sorted(values)
