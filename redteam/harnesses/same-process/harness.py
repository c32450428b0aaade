import json
import sys

sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate


def main():
    import solution

    print("verdict", sys.argv[1], json.dumps(evaluate(solution)), flush=True)


main()
