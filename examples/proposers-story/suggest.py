"""A proposer: reads a request, draws a rule from its seed alone, and prints the change as search and replacement."""

import json
import random
import sys

request = json.load(sys.stdin)
text = request["parents"][0]["files"]["pack.py"]
returned = next(line for line in text.splitlines() if line.startswith("    return value"))
draw = random.Random(request["seed"])
rule = draw.choice(["value / weight", "value - weight", "value / (weight + room)", "value * (room - weight)"])
if returned == f"    return {rule}":
    print(json.dumps({"nothing": "drew the rule that is there already"}))
else:
    block = f"pack.py\n<<<<<<< SEARCH\n{returned}\n=======\n    return {rule}\n>>>>>>> REPLACE\n"
    print(json.dumps({"blocks": block, "summary": f"wants {rule}", "operator": "rule"}))
