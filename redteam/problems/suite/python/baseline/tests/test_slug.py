import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src"))
from slug import slug


class SlugTest(unittest.TestCase):
    def test_words_are_joined(self):
        self.assertEqual(slug("Two Words"), "two-words")

    def test_runs_become_one(self):
        self.assertEqual(slug("one -- two"), "one-two")

    def test_the_ends_are_bare(self):
        self.assertEqual(slug(" hello! "), "hello")
