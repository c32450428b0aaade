import json
import os
import subprocess
import sys

words = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
environment = {**os.environ, "PYTHONPATH": "src"}
run = subprocess.run(words, cwd="candidate", env=environment, capture_output=True, timeout=5)
print("verdict", sys.argv[1], json.dumps({"accepted": run.returncode == 0, "status": run.returncode}))
