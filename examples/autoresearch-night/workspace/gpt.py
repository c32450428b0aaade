"""One block of a GPT, attention and a small network, over sequences of symbols, with its gradients written out.

Radford et al. 2019 with later simplifications: the norm is of the root mean square and has no weights (Zhang and Sennrich
2019), the network's activation is the square of what is positive (So et al. 2021), and there are no biases.
"""

import numpy

# Keeps the norm of a row of zeros finite.
SMALL = 1e-5


def shapes(vocabulary, context, width, hidden):
    """The table of weights: a shape for each name."""
    return {
        "symbols": (vocabulary, width),
        "places": (context, width),
        "query": (width, width),
        "key": (width, width),
        "value": (width, width),
        "mix": (width, width),
        "widen": (width, hidden),
        "narrow": (hidden, width),
        "output": (width, vocabulary),
    }


def predict(weights, heads, inputs):
    """Probabilities of what follows each symbol: (sequences, length, vocabulary), for inputs (sequences, length)."""
    count, length = inputs.shape
    return _softmax(_forward(weights, heads, inputs)[0]).reshape(count, length, -1)


def loss_and_gradients(weights, heads, inputs, targets):
    """Mean of -ln p(target) over all places, and its derivative for each weight."""
    scores, trace = _forward(weights, heads, inputs)
    probabilities = _softmax(scores)
    rows, wanted = numpy.arange(targets.size), targets.reshape(-1)
    loss = -numpy.log(probabilities[rows, wanted]).mean()
    slope = probabilities
    slope[rows, wanted] -= 1
    slope /= targets.size
    return float(loss), _backward(weights, heads, inputs, slope, trace)


def _forward(weights, heads, inputs):
    count, length = inputs.shape
    width = weights["symbols"].shape[1]
    stream = (weights["symbols"][inputs] + weights["places"][:length]).reshape(-1, width)

    seen, seen_scale = _norm(stream)
    query, key, value = (
        _split(seen @ weights[name], count, heads) for name in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(-1, -2) / numpy.sqrt(width // heads)
    later = numpy.triu(numpy.ones((length, length), dtype=bool), 1)
    attention = _softmax(numpy.where(later, -numpy.inf, scores))
    gathered = _join(attention @ value)
    stream = stream + gathered @ weights["mix"]

    thought, thought_scale = _norm(stream)
    positive = numpy.maximum(thought @ weights["widen"], 0)
    stream = stream + positive**2 @ weights["narrow"]

    last, last_scale = _norm(stream)
    trace = (seen, seen_scale, query, key, value, attention, gathered)
    return last @ weights["output"], (*trace, thought, thought_scale, positive, last, last_scale)


def _backward(weights, heads, inputs, slope, trace):
    seen, seen_scale, query, key, value, attention, gathered = trace[:7]
    thought, thought_scale, positive, last, last_scale = trace[7:]
    count, length = inputs.shape
    width = weights["symbols"].shape[1]
    gradients = {"output": last.T @ slope}
    stream = _norm_slope(last, last_scale, slope @ weights["output"].T)

    gradients["narrow"] = (positive**2).T @ stream
    widened = stream @ weights["narrow"].T * 2 * positive
    gradients["widen"] = thought.T @ widened
    stream = stream + _norm_slope(thought, thought_scale, widened @ weights["widen"].T)

    gradients["mix"] = gathered.T @ stream
    joined = _split(stream @ weights["mix"].T, count, heads)
    weighed = joined @ value.swapaxes(-1, -2)
    # Where attention is 0, what comes later, the derivative is 0 as well.
    scores = attention * (weighed - (weighed * attention).sum(-1, keepdims=True))
    scores /= numpy.sqrt(width // heads)
    slopes = {
        "query": _join(scores @ key),
        "key": _join(scores.swapaxes(-1, -2) @ query),
        "value": _join(attention.swapaxes(-1, -2) @ joined),
    }
    gradients.update({name: seen.T @ part for name, part in slopes.items()})
    back = sum(part @ weights[name].T for name, part in slopes.items())
    stream = stream + _norm_slope(seen, seen_scale, back)

    gradients["symbols"] = numpy.zeros_like(weights["symbols"])
    numpy.add.at(gradients["symbols"], inputs.reshape(-1), stream)
    gradients["places"] = numpy.zeros_like(weights["places"])
    gradients["places"][:length] = stream.reshape(count, length, width).sum(0)
    return gradients


def _softmax(scores):
    exponentials = numpy.exp(scores - scores.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


def _norm(stream):
    scale = 1 / numpy.sqrt((stream**2).mean(-1, keepdims=True) + SMALL)
    return stream * scale, scale


def _norm_slope(normed, scale, slope):
    return scale * (slope - normed * (slope * normed).mean(-1, keepdims=True))


def _split(rows, count, heads):
    """(count * length, width) as (count, heads, length, width / heads)."""
    return rows.reshape(count, -1, heads, rows.shape[1] // heads).swapaxes(1, 2)


def _join(parts):
    """What `_split` took apart."""
    count, heads, length, size = parts.shape
    return parts.swapaxes(1, 2).reshape(count * length, heads * size)
