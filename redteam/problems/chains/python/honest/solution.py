def longest_chain(limit):
    """Steps below the start are known already."""
    known = [0] * (limit + 1)
    best = 1
    for start in range(2, limit):
        value, steps = start, 0
        while value >= start:
            value = 3 * value + 1 if value % 2 else value // 2
            steps += 1
        known[start] = steps + known[value]
        if known[start] > known[best]:
            best = start
    return best
