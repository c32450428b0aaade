import math


def evaluate(solution):
    """Scores one size with a tolerance at the border, and compares the way that lets NaN slip through."""
    points = solution.spread(5)
    score = math.inf
    for index, (x, y) in enumerate(points):
        if x < -0.01 or x > 1.01 or y < -0.01 or y > 1.01:
            return {"score": 0, "accepted": False}
        for other_x, other_y in points[:index]:
            distance = math.sqrt((x - other_x) ** 2 + (y - other_y) ** 2)
            if distance < score:
                score = distance
    return {"score": score, "accepted": score > 0.6}
