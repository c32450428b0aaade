import math
import random

KNOWN = {
    2: [[0.0, 0.0], [1.0, 1.0]],
    3: [[0.0, 0.0], [1.0, 0.27], [0.27, 1.0]],
    4: [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
    5: [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5]],
}


def spread(count):
    draw = random.Random(11).random
    starts = [KNOWN[count]] if count in KNOWN else [[[draw(), draw()] for _ in range(count)] for _ in range(6)]
    return max((climbed(start, draw) for start in starts), key=least)


def climbed(start, draw):
    points, score = [list(point) for point in start], least(start)
    for step in range(2500):
        index = int(draw() * len(points))
        old = points[index]
        size = 0.5 * 0.997**step + 0.0005
        points[index] = [min(1.0, max(0.0, coordinate + (draw() - 0.5) * size)) for coordinate in old]
        following = least(points)
        if following >= score:
            score = following
        else:
            points[index] = old
    return points


def least(points):
    return min(math.dist(a, b) for i, a in enumerate(points) for b in points[:i])
