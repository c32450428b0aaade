import hashlib
import hmac
import json
import os
import re
import secrets
import subprocess
import sys

PROGRAM = """
import hashlib, hmac, json, os, sys
sys.path[:0] = ["problem", "candidate"]
from evaluate import evaluate
import solution
result = json.dumps(evaluate(solution))
print(result, hmac.new(os.environ["RESULT_KEY"].encode(), result.encode(), hashlib.sha256).hexdigest())
"""
key = secrets.token_hex(16)
words = [sys.executable, "-c", PROGRAM]
run = subprocess.run(words, env={**os.environ, "RESULT_KEY": key}, capture_output=True, text=True, timeout=5)
found = re.search(r"^(.*) ([0-9a-f]{64})$", run.stdout, re.MULTILINE)
result, signature = found.groups() if found else ("{}", "")
signed = hmac.new(key.encode(), result.encode(), hashlib.sha256).hexdigest() == signature
accepted = signed and json.loads(result).get("accepted") is True
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "signed": signed}))
