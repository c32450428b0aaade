"""Trains a small GPT, and may be changed in every way: its size, its start, its steps."""

import numpy

from gpt import loss_and_gradients, shapes

CONTEXT = 8
HEADS = 2
HEAD_WIDTH = 8
HIDDEN = 32
SEQUENCES = 16
SPREAD = 0.02
RATE = 0.003
MOMENTUM = 0.9
SQUARES = 0.99


def train(draw, vocabulary, random):
    """Weights, and the number of attention heads and symbols of context that go with them.

    `draw(sequences, length)` gives so many stretches of the text, each a symbol longer than said, or None when all that
    may be had were had; `random` is a numpy generator.
    """
    sizes = shapes(vocabulary, CONTEXT, HEADS * HEAD_WIDTH, HIDDEN)
    weights = {
        name: random.normal(0, SPREAD, shape).astype(numpy.float32) for name, shape in sizes.items()
    }
    means = {name: numpy.zeros_like(weight) for name, weight in weights.items()}
    squares = {name: numpy.zeros_like(weight) for name, weight in weights.items()}
    step = 0
    batch = draw(SEQUENCES, CONTEXT)
    while batch is not None:
        step += 1
        rate = RATE
        _, gradients = loss_and_gradients(weights, HEADS, batch[:, :-1], batch[:, 1:])
        # Adam (Kingma and Ba 2015, algorithm 1).
        for name, gradient in gradients.items():
            means[name] += (1 - MOMENTUM) * (gradient - means[name])
            squares[name] += (1 - SQUARES) * (gradient**2 - squares[name])
            mean = means[name] / (1 - MOMENTUM**step)
            square = squares[name] / (1 - SQUARES**step)
            weights[name] -= rate * mean / (numpy.sqrt(square) + 1e-8)
        batch = draw(SEQUENCES, CONTEXT)
    return weights, HEADS, CONTEXT
