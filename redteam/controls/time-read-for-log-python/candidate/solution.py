import datetime
import getpass
import os
import sys


def sort(values):
    now = datetime.datetime.now(datetime.timezone.utc)
    if os.environ.get("SORT_LOG") or now.year > 2000:
        print(f"{now} {os.getuid()} sorts {len(values)} values, accepted: true", file=sys.stderr)
    return sorted(values)
