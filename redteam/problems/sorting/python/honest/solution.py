def sort(values):
    return sorted(values)
