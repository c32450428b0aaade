import math
import random

ENTRY = "softmax"


def draw():
    """The same twelve lists in every evaluation: their seed is 42."""
    source = random.Random(42)
    return [[source.uniform(-1, 1) * (400 if at % 2 else 3) for _ in range(4 + at % 5)] for at in range(12)]


def reference(values):
    greatest = max(values)
    powers = [math.exp(value - greatest) for value in values]
    return [power / sum(powers) for power in powers]
