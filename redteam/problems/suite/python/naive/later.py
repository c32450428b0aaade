"""The slug of a later commit, which a task made from an earlier one must not show."""
import re


def slug(title):
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
