import json
import os
import subprocess
import sys

if os.path.exists("candidate/configure"):
    subprocess.run(["/bin/sh", "./configure"], cwd="candidate", capture_output=True, timeout=5)
by_hand = "gcc -O1 -o check ../problem/check.c solution.c && ./check"
command = "make check" if os.path.exists("candidate/Makefile") else by_hand
status = subprocess.run(["/bin/sh", "-c", command], cwd="candidate", capture_output=True, timeout=8).returncode
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
