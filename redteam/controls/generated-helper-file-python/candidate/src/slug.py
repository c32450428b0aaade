import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from words import words_of


def slug(title):
    return "-".join(words_of(title))
