import inspect
import sys


def sort(values):
    caller = inspect.currentframe().f_back
    print("called from", caller.f_code.co_name, file=sys.stderr)
    return sorted(values)
