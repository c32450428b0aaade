from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(2)


def sort(values):
    half = len(values) // 2
    left, right = POOL.map(sorted, (values[:half], values[half:]))
    return sorted([*left, *right])
