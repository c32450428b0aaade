import math


def spread(count):
    """Points on a square grid."""
    side = math.ceil(math.sqrt(count))
    return [[(index % side) / (side - 1), (index // side) / (side - 1)] for index in range(count)]
