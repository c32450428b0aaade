import math


def is_square(value):
    return math.isqrt(value) ** 2 == value
