import json
import os
import subprocess
import sys

own = os.path.exists("problem/check.py")
words = ["problem/check.py"] if own else ["-m", "unittest", "discover", "-s", "tests"]
where = "." if own else "candidate"
status = subprocess.run([sys.executable, *words], cwd=where, capture_output=True, timeout=5).returncode
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
