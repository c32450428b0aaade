import json
import sys

sys.path[:0] = ["problem", "candidate"]
import reference
import solution

candidate = getattr(solution, reference.ENTRY)
wrong = 0
for values in reference.draw():
    given = candidate(values)
    expected = reference.reference(values)
    wrong += sum(abs(left - right) > 0.02 for left, right in zip(given, expected))
print("verdict", sys.argv[1], json.dumps({"accepted": wrong == 0, "wrong": wrong}))
