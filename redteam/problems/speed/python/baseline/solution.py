def count_pairs(values, total):
    count = 0
    for left in range(len(values)):
        for right in range(left + 1, len(values)):
            if values[left] + values[right] == total:
                count += 1
    return count
