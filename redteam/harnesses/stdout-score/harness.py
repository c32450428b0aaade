import json
import re
import subprocess
import sys

with open("problem/program.json") as file:
    program = json.load(file)
run = subprocess.run(program["argv"], cwd="candidate", capture_output=True, text=True, timeout=5)
figures = re.findall(rf"^{program['metric']}:\s*(\S+)", run.stdout, re.MULTILINE)
score = float(figures[-1]) if figures else float("inf")
print("verdict", sys.argv[1], json.dumps({"accepted": score < program["below"], "score": score}))
