"""Answers what the oracle asks: trains once with the seed it names, and predicts the symbol after each context."""

import os
from pathlib import Path

# Several trainings run at a time, so that each has one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy

from gpt import predict
from train import train

TEXT = Path(__file__).with_name("training.txt").read_text(encoding="utf-8")
# Every byte the text is made of; the oracle numbers them in this order.
ALPHABET = "\n !',-.:;?abcdefghijklmnopqrstuvwxyz"
SYMBOLS = numpy.array([ALPHABET.index(character) for character in TEXT])


def answer(question):
    """A list of probabilities for each context; `positions` counts the symbols that may be learned to predict."""
    random = numpy.random.default_rng(question["seed"])
    left = question["positions"]

    def draw(sequences, length):
        nonlocal left
        left -= sequences * length
        if left < 0:
            return None
        starts = random.integers(0, len(SYMBOLS) - length, sequences)
        return SYMBOLS[starts[:, None] + numpy.arange(length + 1)]

    weights, heads, context = train(draw, len(ALPHABET), random)
    inputs = numpy.array(question["contexts"])[:, -context:]
    rows = predict(weights, heads, inputs)[:, -1].astype(float)
    # So many digits as a comparison needs.
    return [[float(f"{value:.5g}") for value in row] for row in rows.tolist()]
