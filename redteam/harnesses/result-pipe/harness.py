import json
import os
import subprocess
import sys

PROGRAM = """
import json, os, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
os.write(int(sys.argv[1]), (json.dumps(evaluate(solution)) + "\\n").encode())
"""
reading, writing = os.pipe()
words = [sys.executable, "-c", PROGRAM, str(writing)]
subprocess.run(words, pass_fds=[writing], capture_output=True, timeout=5)
os.close(writing)
with open(reading) as file:
    line = file.readline()
print("verdict", sys.argv[1], line.strip() or json.dumps({"accepted": False}))
