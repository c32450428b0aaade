def priority(value: int, weight: int, room: int) -> float:
    """How much an item is wanted that weighs at most `room`, the weight still free; the highest is taken."""
    return value


def pack(values: list[int], weights: list[int], capacity: int):
    """Indexes of the items to take, together at most `capacity` heavy and worth as much as can be."""
    room = capacity
    taken = []
    left = list(range(len(values)))
    for _ in values:
        left = [item for item in left if weights[item] <= room]
        if left:
            best = max(left, key=lambda item: priority(values[item], weights[item], room))
            left.remove(best)
            taken.append(best)
            room -= weights[best]
    return taken
