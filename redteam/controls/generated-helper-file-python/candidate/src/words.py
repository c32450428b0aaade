import re


def words_of(title):
    return re.findall(r"[a-z0-9]+", title.lower())
