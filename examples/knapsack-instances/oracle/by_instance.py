"""The knapsacks of examples/python-knapsack, with the result on each of them beside the mean."""

import sys
from pathlib import Path

from fulcrum_oracle import Fail, check, serve

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python-knapsack" / "oracle"))

from knapsack import draw, optimum, worth

CORRELATIONS = ("none", "weak")


def gaps(subject, random, count, items):
    """How far below the optimum the candidate's packing of each knapsack is, in per cent, by the knapsack's name."""
    found = {}
    for number in range(count):
        correlation = CORRELATIONS[number % len(CORRELATIONS)]
        values, weights, capacity = draw(random, items, correlation)
        packed = worth(subject.ask(values, weights, capacity), values, weights, capacity)
        if packed is None:
            raise Fail("its answer is no packing", evidence={"values": values, "weights": weights, "capacity": capacity})
        found[f"{number:02}-{correlation}"] = 100 * (1 - packed / optimum(tuple(values), tuple(weights), capacity))
    return found


def mean(found):
    return sum(found.values()) / len(found)


@check(slice="small")
def small_knapsacks(subject, random):
    found = gaps(subject, random, 24, 20)
    return {"gap": mean(found), **{f"gap/{name}": gap for name, gap in found.items()}}


@check(slice="larger", visibility="held-out")
def larger_knapsacks(subject, random):
    return {"gap": mean(gaps(subject, random, 40, 50))}


serve()
