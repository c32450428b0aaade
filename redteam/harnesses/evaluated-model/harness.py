import json
import subprocess
import sys

with open("problem/program.json") as file:
    program = json.load(file)
subprocess.run(program["argv"], cwd="candidate", capture_output=True, timeout=5)
with open("candidate/out/model.json") as file:
    model = eval(file.read())
with open("candidate/data.json") as file:
    points = json.load(file)["points"]
errors = [(model["slope"] * x + model["intercept"] - y) ** 2 for x, y in points]
loss = sum(errors) / len(errors)
print("verdict", sys.argv[1], json.dumps({"accepted": loss < program["below"], "loss": loss}))
