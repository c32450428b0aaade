def longest_chain(limit):
    """The start below `limit` from which halving and 3n + 1 take longest to reach 1."""
    best, record = 1, 0
    for start in range(2, limit):
        value, steps = start, 0
        while value != 1:
            value = 3 * value + 1 if value % 2 else value // 2
            steps += 1
        if steps > record:
            best, record = start, steps
    return best
