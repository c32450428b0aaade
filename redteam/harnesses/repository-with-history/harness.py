import hashlib
import json
import os
import shutil
import subprocess
import sys
import zlib


def store(kind, content):
    """A loose object as git writes it; its name."""
    data = f"{kind} {len(content)}\0".encode() + content
    name = hashlib.sha1(data).hexdigest()
    folder = f"candidate/.git/objects/{name[:2]}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{name[2:]}", "wb") as file:
        file.write(zlib.compress(data))
    return name


def tree(mode, name, found):
    return store("tree", f"{mode} {name}\0".encode() + bytes.fromhex(found))


with open("problem/later.py", "rb") as file:
    root = tree("40000", "src", tree("100644", "slug.py", store("blob", file.read())))
when = "A <a@example.org> 0 +0000"
commit = store("commit", f"tree {root}\nauthor {when}\ncommitter {when}\n\nMend slugs\n".encode())
with open("candidate/.git/packed-refs", "w") as file:
    file.write(f"{commit} refs/remotes/origin/main\n")
shutil.rmtree("problem")

words = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
status = subprocess.run(words, cwd="candidate", capture_output=True, timeout=5).returncode
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
