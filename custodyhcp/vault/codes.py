"""Codes that people write down and type back: one-time sign-in codes and recovery codes.

Groups of five: four random characters of Crockford's base32 and a check character. The check is a
weighted sum in GF(32) with the group's place mixed in, so any one mistyped character, any two
changed places in a group, and two groups in the wrong order are found, and the group is named.
Small and capital letters are the same; I and L are read as 1, O as 0; spaces and hyphens are free.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from custodyhcp.errors import KnownError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 5
ONE_TIME_GROUPS = 4  # 80 random bits, stretched like a passphrase and used once
RECOVERY_GROUPS = 7  # 140 random bits
_BITS = 5 * (GROUP - 1)  # of a number in one group
_WEIGHTS = (2, 4, 8, 16)
_PLACE_WEIGHT = 5
_READ_AS = str.maketrans("ILO", "110", " -\t\n\r\u2010\u2011\u2013\u2014\u00a0")


class Mistyped(KnownError):
    """``groups`` are the places, from 1, of the groups whose check character is wrong."""

    def __init__(self, words: str, then: str, groups: Sequence[int] = ()) -> None:
        super().__init__(words, then)
        self.groups = tuple(groups)


def fresh_code(groups: int) -> str:
    """A new code as it is shown and printed: groups joined by hyphens."""
    made = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP - 1)) for _ in range(groups)]
    return _with_checks(made)


def code_of(number: int, groups: int) -> str:
    """``number`` (0 up to 20 bits a group) as a code. Raises ValueError for a larger one."""
    if not 0 <= number < 1 << (_BITS * groups):
        raise ValueError("too large for so few groups")
    digits = [ALPHABET[number >> place & 31] for place in range(_BITS * groups - 5, -1, -5)]
    cut = range(0, len(digits), GROUP - 1)
    return _with_checks(["".join(digits[at : at + GROUP - 1]) for at in cut])


def number_of(code: str) -> int:
    """The number in a code that ``read_code`` gave."""
    digits = "".join(group[:-1] for group in code.split("-"))
    number = 0
    for digit in digits:
        number = number << 5 | ALPHABET.index(digit)
    return number


def _with_checks(made: Sequence[str]) -> str:
    return "-".join(data + _check(data, place) for place, data in enumerate(made, 1))


def read_code(typed: str, groups: int) -> str:
    """The code in its one written form. Raises ``Mistyped``, naming the groups that are wrong."""
    letters = typed.upper().translate(_READ_AS)
    unknown = sorted(set(letters) - set(ALPHABET))
    if unknown:
        raise Mistyped(
            f"A code has no {' or '.join(unknown)} in it.", "Check it against the printed code."
        )
    if len(letters) != groups * GROUP:
        raise Mistyped(
            f"The code has {groups} groups of {GROUP}; {len(letters)} characters were typed.",
            f"Type all {groups * GROUP}.",
        )
    found = [letters[at : at + GROUP] for at in range(0, len(letters), GROUP)]
    wrong = [n for n, group in enumerate(found, 1) if _check(group[:-1], n) != group[-1]]
    if wrong:
        raise Mistyped(_names(wrong), "Check it against the printed code.", wrong)
    return "-".join(found)


def last_group(code: str) -> str:
    return code.rsplit("-", 1)[-1]


def _names(wrong: Sequence[int]) -> str:
    if len(wrong) == 1:
        return f"Group {wrong[0]} of the code is mistyped."
    listed = ", ".join(str(n) for n in wrong[:-1])
    return f"Groups {listed} and {wrong[-1]} of the code are mistyped."


def _check(data: str, place: int) -> str:
    total = _times(_PLACE_WEIGHT, place)
    for weight, letter in zip(_WEIGHTS, data, strict=True):
        total ^= _times(weight, ALPHABET.index(letter))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiplication in GF(32) modulo x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product
