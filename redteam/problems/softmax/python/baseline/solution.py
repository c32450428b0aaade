import math


def softmax(values):
    """Cuts large values off, so that no power is infinite."""
    powers = [math.exp(min(50, max(-50, value))) for value in values]
    return [power / sum(powers) for power in powers]
