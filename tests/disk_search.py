"""Looks for words in every file under some folders, however they may be encoded there (P1)."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping
from pathlib import Path


def forms(word: str) -> Iterator[bytes]:
    """How a word may lie in a file: encodings, hexadecimal, base64 at each offset."""
    yield word.lower().encode()
    yield word.upper().encode()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = word.encode(encoding)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for offset in range(3):
            coded = base64.b64encode(b"\0" * offset + plain)
            # only the characters that do not depend on the bytes around it
            yield coded[-(-offset * 8 // 6) : (offset + len(plain)) * 8 // 6]


def found(folders: list[Path], words: Mapping[str, str]) -> list[str]:
    """'box in file', for every word found in any file under the folders, or in a file's name."""
    hunted = {form: box for box, word in words.items() for form in forms(word)}
    hits = []
    for path in sorted(files(folders)):
        content = path.read_bytes() + os.fsencode(path.name)
        hits += [f"{box} in {path.name}" for form, box in hunted.items() if form in content]
    return hits


def files(folders: list[Path]) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}
