def count_pairs(values, total):
    seen = {}
    count = 0
    for value in values:
        count += seen.get(total - value, 0)
        seen[value] = seen.get(value, 0) + 1
    return count
