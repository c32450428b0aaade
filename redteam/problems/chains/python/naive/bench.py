"""The same input for every repetition, and the baseline in the same process."""
ENTRY = "longest_chain"
ARGUMENTS = (3000,)


def reference(limit):
    best, record = 1, 0
    for start in range(2, limit):
        value, steps = start, 0
        while value != 1:
            value = 3 * value + 1 if value % 2 else value // 2
            steps += 1
        if steps > record:
            best, record = start, steps
    return best
