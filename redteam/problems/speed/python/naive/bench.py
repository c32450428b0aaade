"""The same input for every repetition, and the baseline in the same process."""
ENTRY = "count_pairs"
ARGUMENTS = ([(index * 7919) % 10007 for index in range(500)], 10000)


def reference(values, total):
    count = 0
    for left in range(len(values)):
        for right in range(left + 1, len(values)):
            if values[left] + values[right] == total:
                count += 1
    return count
