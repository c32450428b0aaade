import subprocess


def sort(values):
    text = "\n".join(map(str, values))
    run = subprocess.run(["sort", "-n"], input=text, capture_output=True, text=True, check=True)
    return [int(line) for line in run.stdout.split()]
