import json
import os
import subprocess
import sys

names = sorted(name for name in os.listdir("candidate") if name.endswith(".c") and name != "main.c")
build = f"gcc -O1 -o check ../problem/check.c {' '.join(names)}"
subprocess.run(build, shell=True, cwd="candidate", capture_output=True, timeout=8)
built = os.path.exists("candidate/check")
status = subprocess.run(["candidate/check"], capture_output=True, timeout=5).returncode if built else 1
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
