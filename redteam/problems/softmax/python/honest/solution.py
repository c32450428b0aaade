import math


def softmax(values):
    greatest = max(values)
    powers = [math.exp(value - greatest) for value in values]
    return [power / sum(powers) for power in powers]
