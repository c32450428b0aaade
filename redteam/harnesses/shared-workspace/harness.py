import json
import re
import subprocess
import sys

PROGRAM = """
import json, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
print("result", json.dumps(evaluate(solution)))
"""


def run():
    return subprocess.run([sys.executable, "-B", "-c", PROGRAM], capture_output=True, text=True, timeout=4).stdout


run()
found = re.search(r"^result (.*)$", run(), re.MULTILINE)
print("verdict", sys.argv[1], json.dumps(json.loads(found[1]) if found else {"accepted": False}))
