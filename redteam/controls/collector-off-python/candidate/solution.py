import collections
import gc

gc.disable()


def count_pairs(values, total):
    places = collections.Counter(values)
    twice = sum(count * places[total - value] for value, count in places.items())
    half = places[total // 2] if total % 2 == 0 else 0
    return (twice - half) // 2
