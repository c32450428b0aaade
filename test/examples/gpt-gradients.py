# Prints, for each weight of the GPT in the folder it is given, how far the written gradients are from central differences,
# relative to their size, and the alphabet that the answers count by.
import json
import sys

sys.path.insert(0, sys.argv[1])

import numpy
from answer import ALPHABET
from gpt import loss_and_gradients, predict, shapes

VOCABULARY, CONTEXT, HEADS, WIDTH, HIDDEN = 7, 5, 2, 6, 9
STEP = 1e-5

random = numpy.random.default_rng(1)
weights = {
    name: random.normal(0, 0.5, shape) for name, shape in shapes(VOCABULARY, CONTEXT, WIDTH, HIDDEN).items()
}
inputs = random.integers(0, VOCABULARY, (3, CONTEXT))
targets = random.integers(0, VOCABULARY, (3, CONTEXT))


def loss():
    """By another way than the program's own: from the probabilities it gives."""
    rows = predict(weights, HEADS, inputs)
    return -numpy.log(numpy.take_along_axis(rows, targets[..., None], -1)).mean()


def difference(weight, place):
    kept = weight[place]
    losses = []
    for side in (STEP, -STEP):
        weight[place] = kept + side
        losses.append(loss())
    weight[place] = kept
    return (losses[0] - losses[1]) / (2 * STEP)


value, gradients = loss_and_gradients(weights, HEADS, inputs, targets)
errors = {}
for name, weight in weights.items():
    numeric = numpy.zeros_like(weight)
    for place in numpy.ndindex(weight.shape):
        numeric[place] = difference(weight, place)
    distance = numpy.linalg.norm(numeric - gradients[name])
    errors[name] = float(distance / numpy.linalg.norm(numeric))

# What comes later may not matter: another last symbol leaves every prediction but the last as it is.
changed = inputs.copy()
changed[:, -1] = (changed[:, -1] + 1) % VOCABULARY
moved = numpy.abs(predict(weights, HEADS, changed) - predict(weights, HEADS, inputs)).max((0, 2))
print(
    json.dumps(
        {
            "errors": errors,
            "loss": value - float(loss()),
            "moved": moved.tolist(),
            "alphabet": ALPHABET,
        }
    )
)
