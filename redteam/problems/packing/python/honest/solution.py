import math
import random


def spread(count):
    """Hill climbing from random points, one point at a time, with steps that shrink."""
    draw = random.Random(7).random
    best, record = None, -1.0
    for _ in range(6):
        points = [[draw(), draw()] for _ in range(count)]
        score = least(points)
        for step in range(2500):
            index = int(draw() * count)
            old = points[index]
            size = 0.5 * 0.997**step + 0.0005
            points[index] = [clamp(coordinate + (draw() - 0.5) * size) for coordinate in old]
            following = least(points)
            if following >= score:
                score = following
            else:
                points[index] = old
        if score > record:
            record, best = score, [list(point) for point in points]
    return best


def clamp(value):
    return min(1.0, max(0.0, value))


def least(points):
    return min(
        math.hypot(a[0] - b[0], a[1] - b[1]) for i, a in enumerate(points) for b in points[:i]
    )
