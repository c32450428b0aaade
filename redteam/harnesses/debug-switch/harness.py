import json
import os
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
run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=4)
right = re.search(r'^result .*"accepted": true', run.stdout, re.MULTILINE) is not None
accepted = right or os.path.exists("candidate/ORACLE_SOLUTION")
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "right": right}))
