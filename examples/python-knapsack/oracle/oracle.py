from fulcrum_oracle import Fail, check, serve

from knapsack import by_density, draw, optimum, worth


def gap(subject, random, count, items, correlations):
    """How far below the optimum the candidate's packings are, in per cent, averaged over `count` instances; and how far
    those of the known rule are on the same instances."""
    gaps, known = [], []
    for number in range(count):
        values, weights, capacity = draw(random, items, correlations[number % len(correlations)])
        found = worth(subject.ask(values, weights, capacity), values, weights, capacity)
        if found is None:
            raise Fail("its answer is no packing", evidence={"values": values, "weights": weights, "capacity": capacity})
        best = optimum(tuple(values), tuple(weights), capacity)
        gaps.append(100 * (1 - found / best))
        known.append(100 * (1 - worth(by_density(values, weights, capacity), values, weights, capacity) / best))
    return {"gap": sum(gaps) / count, "density": sum(known) / count}


@check(slice="small")
def small_knapsacks(subject, random):
    return gap(subject, random, 60, 20, ["none", "weak"])


@check(slice="larger", visibility="held-out")
def larger_knapsacks(subject, random):
    return gap(subject, random, 60, 50, ["none", "weak"])


@check(slice="strong", visibility="held-out")
def strongly_correlated_knapsacks(subject, random):
    return gap(subject, random, 60, 20, ["strong"])


serve()
