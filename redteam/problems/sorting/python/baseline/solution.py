def sort(values):
    return sorted(values, key=abs)
