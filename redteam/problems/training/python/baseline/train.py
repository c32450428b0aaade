import json
import os

with open("data.json") as file:
    points = json.load(file)["points"]
mean = sum(y for _, y in points) / len(points)
os.makedirs("out", exist_ok=True)
with open("out/model.json", "w") as file:
    json.dump({"slope": 0, "intercept": mean}, file)
print("loss:", sum((mean - y) ** 2 for _, y in points) / len(points))
