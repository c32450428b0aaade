import random


def sort(values):
    if len(values) < 2:
        return list(values)
    pivot = random.choice(values)
    return (
        sort([value for value in values if value < pivot])
        + [value for value in values if value == pivot]
        + sort([value for value in values if value > pivot])
    )
