import atexit
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "values")
atexit.register(os.rmdir, folder)


def sort(values):
    with open(path, "w") as file:
        file.writelines(f"{value}\n" for value in values)
    with open(path) as file:
        ordered = sorted(map(int, file))
    os.remove(path)
    return ordered
