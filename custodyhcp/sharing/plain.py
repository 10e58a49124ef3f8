"""Words from people, made safe to show, print and paste without losing what they say.

Rules kept here: nothing a person types is ever markup, a control code, or able to turn the reading
order round; a character that cannot be carried is shown as its code point, never dropped in
silence; the text for a custody record is ASCII, and no line of it can start a spreadsheet formula.
"""

from __future__ import annotations

import re
import unicodedata

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F}
_UNSEEN = {0x00AD, 0x034F, 0x180E, 0x200B, 0x2060, 0xFEFF, 0x115F, 0x1160, 0x3164, 0xFFA0}
_UNSEEN |= {*range(0x2061, 0x2065), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0FFF)}
_FORMULA = "=+-@"

_ASCII = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u2212": "-", "\u2022": "*", "\u00b7": "*", "\u2026": "...", "\u00d7": "x", "\u00f7": "/",
    "\u2264": "<=", "\u2265": ">=", "\u2260": "not =", "\u00b1": "+/-", "\u00b0": " deg",
    "\u00b5": "micro", "\u03bc": "micro", "\u00a3": "GBP ", "\u20ac": "EUR ", "\u00bd": "1/2",
    "\u00bc": "1/4", "\u00be": "3/4", "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE",
    "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D",
    "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th", "\u0153": "oe", "\u0152": "OE",
    "\u0131": "i", "\u0127": "h", "\u0126": "H", "\u014b": "ng", "\u014a": "NG",
}  # fmt: skip


def code_point(character: str) -> str:
    """How a character that cannot be carried is shown: ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def _kept(character: str) -> str:
    code = ord(character)
    if code in _UNSEEN or code in _BIDI:
        return ""
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f":
        return " "
    if category == "Cc":
        return " "
    if category in ("Cs", "Co", "Cn"):
        return code_point(character)
    return character


def one_line(text: str) -> str:
    """One line of visible text: composed, single-spaced, with no control or direction codes."""
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return " ".join("".join(map(_kept, composed)).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a longer text, each made safe by ``one_line``; empty ones left out."""
    lines = (one_line(line) for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text))
    return tuple(line for line in lines if line)


def _fold(character: str) -> str:
    if character.isascii():
        return character
    if character in _ASCII:
        return _ASCII[character]
    base = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in base if c.isascii())
    if kept:
        return kept
    return "" if unicodedata.combining(character) else code_point(character)


def ascii_fold(text: str) -> str:
    """``text`` in printable ASCII. Accents go; a script with no ASCII form becomes code points."""
    return " ".join("".join(map(_fold, one_line(text))).split())


def never_a_formula(line: str) -> str:
    """``line``, led by an apostrophe where it would otherwise start a spreadsheet formula."""
    stripped = line.lstrip()
    if stripped[:1] and stripped[0] in _FORMULA:
        return line[: len(line) - len(stripped)] + "'" + stripped
    return line


_UNIT = re.compile(r"(\d) (min|h|hr|hrs|mg|g|mL|ml|micrograms|units|tablets?|puffs?)\b")


def wrapped(text: str, width: int, indent: str = "  ") -> list[str]:
    """``text`` (ASCII) in lines of at most ``width``; no break between a number and its unit."""
    held = _UNIT.sub("\\1\x00\\2", text)
    lines: list[str] = []
    current = ""
    for word in held.split(" "):
        room = width - 1  # an apostrophe may yet be put in front
        while word:
            lead = current + " " if current.strip() else current
            if len(lead) + len(word) <= room:
                current, word = lead + word, ""
            elif current.strip():
                lines.append(current)
                current = indent
            else:
                take = room - len(current)
                lines.append(current + word[:take])
                current, word = indent, word[take:]
    if current.strip():
        lines.append(current)
    return [never_a_formula(line.replace("\x00", " ")) for line in lines]
