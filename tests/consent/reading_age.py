"""How old a reader a text is for: the Flesch-Kincaid grade, and five years more.

Source: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for Navy
enlisted personnel", Research Branch Report 8-75 (1975):
grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59. A school grade plus five is
the age at which it begins. For English only.
"""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d+")
ODD = {"people": 2, "every": 2, "being": 2, "used": 1, "area": 3, "ico": 3, "gp": 2, "gps": 2,
       "medicine": 3, "someone": 2, "somebody": 3, "commissioner": 4, "adult": 2, "appropriate": 4,
       "25": 3, "18": 2, "30": 2, "8": 1}  # fmt: skip


def syllables(word: str) -> int:
    """Groups of vowels, less a silent ending; at least one."""
    small = word.lower().replace("’", "'")
    if small in ODD:
        return ODD[small]
    small = re.sub(r"'(s|ll|ve|re|d|m)$", "", small)
    bare = re.sub(r"(?<=[^aeiouyl])(?:es?|ed)$|(?<=[aeiou]l)es?$", "", small)
    if re.search(r"[td]ed$", small) or re.search(r"(?:[cgsxz]|ch|sh)es$", small):
        bare = small
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def age(text: str) -> float:
    words = WORD.findall(text)
    sentences = max(1, len(SENTENCE.findall(text)))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5
