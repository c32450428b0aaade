import json
import re
import subprocess
import sys
import time

PROGRAM = """
import json, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
print("result", json.dumps(evaluate(solution)))
"""
with open("output.txt", "w+") as output:
    subprocess.run([sys.executable, "-c", PROGRAM], stdout=output, stderr=subprocess.DEVNULL, timeout=4)
    output.seek(0)
    found = re.search(r"^result (.*)$", output.read(), re.MULTILINE)
with open("results.json", "w") as file:
    file.write(found[1] if found else '{"accepted": false}')
time.sleep(0.5)
with open("results.json") as file:
    print("verdict", sys.argv[1], json.dumps(json.load(file)))
