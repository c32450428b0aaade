"""The 0/1 knapsack problem: instances, the exact optimum, and what a packing is worth."""

from functools import lru_cache


def draw(random, items, correlation):
    """Values and weights from 1 to 100 (Pisinger, Computers & Operations Research 32, 2005, section 3) and a capacity
    of a fifth to a half of all the weight. `correlation` is "none", "weak" (within 10 of the weight) or "strong" (10 more)."""
    weights = [random.randint(1, 100) for _ in range(items)]
    if correlation == "none":
        values = [random.randint(1, 100) for _ in weights]
    elif correlation == "weak":
        values = [max(1, weight + random.randint(-10, 10)) for weight in weights]
    elif correlation == "strong":
        values = [weight + 10 for weight in weights]
    else:
        raise ValueError(f"there is no correlation {correlation!r}: use none, weak or strong")
    return values, weights, sum(weights) * random.randint(20, 50) // 100


@lru_cache(maxsize=4096)
def optimum(values, weights, capacity):
    """The greatest value of any packing, by Bellman's recursion over the weight (tuples, so that it is remembered)."""
    best = [0] * (capacity + 1)
    for value, weight in zip(values, weights):
        if weight <= capacity:
            taken = [before + value for before in best[: capacity + 1 - weight]]
            best[weight:] = map(max, best[weight:], taken)
    return best[capacity]


def worth(taken, values, weights, capacity):
    """What a packing is worth, or None when it is none: no list of indexes, an item twice, or too heavy."""
    if type(taken) is not list or any(type(item) is not int for item in taken):
        return None
    if len(set(taken)) < len(taken) or any(not 0 <= item < len(values) for item in taken):
        return None
    if sum(weights[item] for item in taken) > capacity:
        return None
    return sum(values[item] for item in taken)


def by_density(values, weights, capacity):
    """The packing of the known rule: most value per weight first (Dantzig, Operations Research 5, 1957, p. 275)."""
    taken, room = [], capacity
    for item in sorted(range(len(values)), key=lambda item: values[item] / weights[item], reverse=True):
        if weights[item] <= room:
            taken.append(item)
            room -= weights[item]
    return taken
