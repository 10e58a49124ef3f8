#!/usr/bin/env python3
"""Says whether a custodyhcp bundle is complete and unaltered.

    python3 verify.py BUNDLE.zip [--expect-key FINGERPRINT]

Exit code 0: complete and unaltered. 1: altered; the first bad entry is named. 2: not usable.

One file, standard library only (Python 3.10 or newer), and no line in common with the program that
made the bundle: that is the point of it. The format is described in docs/formats/bundle.md. Take
this file from somebody you trust rather than from the bundle you are checking: whoever can alter a
bundle can alter a verifier that lies in it.

What it cannot tell: whether the root key is the right one. It prints the key's fingerprint;
compare it with the one on the suite's printed sheet.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
import pathlib
import re
import struct
import sys
import unicodedata
import zlib

LARGEST = 512 * 1024 * 1024  # bytes, of the file and of what is in it
FORMAT = "custodyhcp bundle 1"
MANIFEST_PREFIX = b"custodyhcp bundle v1\n"
ENTRY_PREFIX = b"custodyhcp entry v1\n"
DRAW = "custodyhcp spot check draw v1"
ALWAYS = (
    "README.txt",
    "audit.csv",
    "checkpoint.txt",
    "entries.jsonl",
    "manifest.json",
    "manifest.sig",
    "oversight.jsonl",
    "proof.json",
    "verify.py",
)
WITH_CHECK = ("draw.json", "frame.txt", "sample.csv", "sample.json", "seed.txt")
EVENTS = ("consent.decided", "gp.viewed", "scr.viewed")
WITH_LEAVE = ("PTV_GRANTED", "PTV_PROXY", "CONSENT", "CONSENT_PROXY", "BEST_INTERESTS")
AUDIT = ("seq", "at", "kind", "author", "role", "device", "person", "detention", "id")
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SAMPLE = ("check_ref", "seq", "id", "kind", "at", "author", "role", "layer")
ROLES = ("HCP", "SERGEANT", "IG", "ADMIN")
RECOVERY = "recovery"  # the name of the recovery key; nobody's id may be this
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Unusable(Exception):
    """This is not something that can be judged."""


# --- Ed25519 (RFC 8032), verification only ------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


def _add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def _point(data):
    """The point that 32 bytes stand for, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _bytes_of(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
_tables = {}
_known_signatures = {}


def _rows(point):
    """The multiples 0 to 15 of the point, of 16 times it, of 256 times it, and so on."""
    rows = []
    for _ in range(64):
        row = [ZERO]
        for _ in range(15):
            row.append(_add(row[-1], point))
        rows.append(row)
        point = _add(row[-1], point)
    return rows


def _times(number, rows, point):
    """``point`` plus ``number`` times the point that the rows were made from."""
    for row in rows:
        point = _add(point, row[number & 15])
        number >>= 4
    return point


def _table(public):
    """The rows of the negated key, made once for each key; None where it is not a key."""
    if public not in _tables:
        point = _point(public) if len(public) == 32 else None
        if point is not None:
            x, y, z, t = point
            point = _rows((P - x, y, z, P - t))
        _tables[public] = point
    return _tables[public]


BASE_ROWS = _rows(BASE)


def signed(public, signature, data):
    """Whether ``signature`` over ``data`` was made with the key whose public half this is."""
    asked = (public, signature, hashlib.sha256(data).digest())
    if asked not in _known_signatures:
        _known_signatures[asked] = _signed(public, signature, data)
    return _known_signatures[asked]


def _signed(public, signature, data):
    table = _table(public)
    if table is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    h = hashlib.sha512(signature[:32] + public + data).digest()
    h = int.from_bytes(h, "little") % ORDER
    point = _times(h, table, _times(s, BASE_ROWS, ZERO))
    return _bytes_of(point) == signature[:32]


# --- the Merkle tree (RFC 6962) -----------------------------------------------------------------


def _leaf(preimage):
    return hashlib.sha256(b"\x00" + preimage).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(size, leaves, rest):
    """The root of a tree of ``size`` leaves, some known by number, the other subtrees given.

    ``rest`` holds the hash of each largest subtree without a known leaf, from left to right; all
    of it must be used. None if it does not fit.
    """
    numbers, rest = sorted(leaves), list(rest)
    if size < 1 or not numbers or numbers[0] < 0 or numbers[-1] >= size:
        return None
    given = iter(rest)
    used = [0]

    def walk(low, high, first, last):  # leaves numbered numbers[first:last] lie in [low, high)
        if first == last:
            used[0] += 1
            return next(given)
        if high - low == 1:
            return leaves[low]
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        split = first
        while split < last and numbers[split] < middle:
            split += 1
        return _node(walk(low, middle, first, split), walk(middle, high, split, last))

    try:
        root = walk(0, size, 0, len(numbers))
    except (StopIteration, RuntimeError):
        return None
    return root if used[0] == len(rest) else None


# --- small readings -----------------------------------------------------------------------------


def _canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")


def _json(data):
    """The value of JSON written in the one canonical way; ValueError for any other bytes."""
    value = json.loads(data)
    if _canonical(value) != data:
        raise ValueError("not canonical")
    return value


def _unbase(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError("not canonical")
    return data


BAD = (ValueError, KeyError, TypeError, AttributeError, IndexError, binascii.Error, RecursionError)


class Note:
    """A checkpoint: a C2SP signed note with origin, size and root."""

    def __init__(self, text):
        body, _, signatures = text.partition("\n\n")
        lines = body.split("\n")
        if len(lines) < 3 or not signatures.endswith("\n"):
            raise ValueError("not a checkpoint")
        self.body = (body + "\n").encode("utf-8")
        self.origin, size, root = lines[:3]
        self.size, self.root = int(size), _unbase(root)
        if str(self.size) != size or len(self.root) != 32 or not self.origin:
            raise ValueError("not a checkpoint")
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            dash, name, sealed = line.split(" ")
            if dash != "\u2014":
                raise ValueError("not a signature line")
            self.signatures.append((name, _unbase(sealed)))

    def signed_by(self, keys):
        """Whether one of the lines is the signature of one of the workstations' keys."""
        for name, sealed in self.signatures:
            for key in keys:
                start = name.encode("utf-8") + b"\n\x01" + key
                if sealed[:4] == hashlib.sha256(start).digest()[:4] and signed(
                    key, sealed[4:], self.body
                ):
                    return True
        return False


# --- the container ------------------------------------------------------------------------------


class Container:
    """The files of a zip, read by its own central directory; every byte must be accounted for."""

    def __init__(self, data):
        self.files, self.damage, self.repeated = {}, [], []
        if len(data) > LARGEST:
            raise Unusable("The file is too large to be a bundle.")
        if len(data) < 22 or data[:4] != b"PK\x03\x04":
            raise Unusable("This is not a zip file.")
        end = struct.unpack("<4s4H2LH", data[-22:])
        self._central(data, end)

    def _central(self, data, end):
        magic, disk, start_disk, here, total, length, offset, comment = end
        whole = offset + length + 22 == len(data) and here == total
        if magic != b"PK\x05\x06" or not whole or disk or start_disk or comment:
            raise Unusable("The file is cut short, or is not a zip as custodyhcp writes it.")
        at, place, spread, only_central = offset, 0, 0, set()
        foreign = total > 0
        for _ in range(total):
            if data[at : at + 4] != b"PK\x01\x02" or at + 46 > len(data) - 22:
                raise Unusable("The list of files in the zip is damaged.")
            record = struct.unpack("<6H3L5H2L", data[at + 4 : at + 46])
            names, extra, remark = record[9], record[10], record[11]
            name = data[at + 46 : at + 46 + names]
            if record[15] != place or remark or record[12]:
                raise Unusable("The list of files in the zip is damaged.")
            spread += record[8]
            if spread > LARGEST:
                raise Unusable("What is in the zip is too large to be a bundle.")
            place = self._member(data, place, record, name)
            only_central.add((record[0], record[13], record[14]))
            foreign = foreign and extra > 0
            at += 46 + names + extra
        if at != len(data) - 22 or place != offset:
            raise Unusable("There are bytes in the zip that belong to no file.")
        if len(only_central) > 1 and not foreign:
            self.damage.append("The zip itself is damaged.")

    def _member(self, data, place, record, name):
        local = data[place : place + 30]
        if len(local) < 30 or local[:4] != b"PK\x03\x04":
            raise Unusable("A file in the zip is damaged.")
        head = struct.unpack("<5H3L2H", local[4:])
        if head[:8] != record[1:9] or head[8] != record[9]:
            raise Unusable("A file in the zip does not match the zip's own list.")
        if data[place + 30 : place + 30 + head[8]] != name:
            raise Unusable("A file in the zip does not match the zip's own list.")
        flags, method, crc, packed, size = head[1], head[2], head[5], head[6], head[7]
        text = name.decode("latin-1")
        if flags & ~6 or method not in (0, 8) or not NAME.fullmatch(text):
            raise Unusable("The zip holds something that no bundle holds.")
        start = place + 30 + head[8] + head[9]
        content = self._content(data[start : start + packed], method, packed, size)
        if zlib.crc32(content) != crc:
            self.damage.append(f"The file {text} is damaged.")
        if text in self.files:
            self.repeated.append(text)
        else:
            self.files[text] = content
        return start + packed

    @staticmethod
    def _content(raw, method, packed, size):
        if len(raw) != packed or (method == 0 and packed != size):
            raise Unusable("The file is cut short.")
        if method == 0:
            return raw
        opener = zlib.decompressobj(-15)
        try:
            content = opener.decompress(raw, size + 1)
        except zlib.error:
            raise Unusable("A file in the zip is damaged.") from None
        if len(content) != size or not opener.eof or opener.unused_data:
            raise Unusable("A file in the zip is damaged.")
        return content


# --- who may sign -------------------------------------------------------------------------------


class People:
    """Whose signature counts, worked out from the entries that found, invite, enrol and remove."""

    def __init__(self):
        self.root = b""
        self.devices = {}
        self.staff = {}  # id: [role, standing, key, name]
        self.organisation = self.suite = ""

    def key(self, author, kind, body):
        if kind == "deployment.founded" and not self.root:
            return _unbase(body["admin"]["sign_key"])
        person = self.staff.get(author)
        if person:
            return None if person[1] == "LEFT" else person[2]
        return self.devices.get(author)

    def role(self, author):
        person = self.staff.get(author)
        if person:
            return person[0]
        return "DEVICE" if author in self.devices else None

    def take_in(self, seq, kind, author, role, body):
        try:
            if kind == "deployment.founded" and seq == 0:
                self._founded(author, body)
            elif kind == "staff.invited" and self._admin(author, role):
                self._invited(author, body)
            elif kind == "staff.enrolled":
                self._enrolled(author, role, body)
            elif kind == "staff.left" and self._admin(author, role) and body["staff"] != author:
                self.staff[body["staff"]][1] = "LEFT"
        except BAD:
            return  # an entry that claims a right its author does not have changes nothing

    def _founded(self, author, body):
        admin = body["admin"]
        key = _unbase(admin["sign_key"])
        device = body.get("device")
        devices = {device["id"]: _unbase(device["verify_key"])} if device else {}
        if author != admin["staff"] or author == RECOVERY:
            return
        self.organisation, self.suite = body["organisation"], body["suite"]
        self.staff[author] = ["ADMIN", "ENROLLED", key, admin["name"]]
        self.root, self.devices = key, devices

    def _admin(self, author, role):
        person = self.staff.get(author)
        return bool(person) and person[:2] == ["ADMIN", "ENROLLED"] and role == "ADMIN"

    def _invited(self, author, body):
        staff, role, key = body["staff"], body["role"], _unbase(body["sign_key"])
        known = self.staff.get(staff)
        _unbase(body["seal_key"])
        if staff not in (author, RECOVERY) and role in ROLES and (not known or known[0] == role):
            self.staff[staff] = [role, "INVITED", key, body["name"]]

    def _enrolled(self, author, role, body):
        known = self.staff.get(body["staff"])
        key = _unbase(body["sign_key"])
        _unbase(body["seal_key"])
        if known and known[1] == "INVITED" and author == body["staff"] and role == known[0]:
            known[1:3] = ["ENROLLED", key]


# --- the bundle ---------------------------------------------------------------------------------


class Entry:
    """One line of entries.jsonl."""

    def __init__(self, line):
        found = _json(line)
        if sorted(found) != ["header", "leaf", "parts", "signature"]:
            raise ValueError("not an entry")
        raw = found["header"].encode("ascii")
        head = _json(raw)
        self.seq, self.id, self.kind, self.at = head["seq"], head["id"], head["kind"], head["at"]
        self.author, self.role, self.head = head["author"], head["role"], head
        if type(self.seq) is not int or self.seq < 0:
            raise ValueError("not a number")
        texts = (self.id, self.kind, self.at, self.author, self.role)
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("not text")
        self.whole = [part["compartment"] for part in found["parts"]] == head["parts"]
        hashes = [bytes.fromhex(part["sha256"]) for part in found["parts"]]
        self.body = {}
        for part, digest in zip(found["parts"], hashes, strict=True):
            self.whole = self.whole and len(digest) == 32
            if part["compartment"] == "open":
                text = part["body"].encode("utf-8")
                self.whole = self.whole and hashlib.sha256(text).digest() == digest
                self.body = json.loads(text)
            elif sorted(part) != ["compartment", "sha256"]:
                raise ValueError("more than a hash")
        if not isinstance(self.body, dict):
            raise ValueError("not a body")
        preimage = raw + b"".join(hashes)
        self.signed, self.signature = ENTRY_PREFIX + preimage, _unbase(found["signature"])
        self.leaf, self.stated = _leaf(preimage), bytes.fromhex(found["leaf"])


class Check:
    """Goes through a bundle from front to back and gathers what is wrong with it."""

    def __init__(self, data, expect=None):
        self.box = Container(data)
        if "manifest.json" not in self.box.files:
            raise Unusable("This zip is not a custodyhcp bundle.")
        self.expect = expect
        self.entries, self.people = [], People()
        self.bad = []  # (seq, words)
        self.wrong = list(self.box.damage)  # words about files
        self.notes = []

    def file(self, name):
        return self.box.files.get(name, b"")

    def run(self):
        self.manifest = self._manifest()
        self._files()
        self._entries()
        self._checkpoint()
        self._maker()
        if self.manifest.get("check"):
            self._safely(self._draw, "The spot check is not written as it should be.")
        self._safely(self._statements, "The lists are not written as they should be.")
        return self

    def _safely(self, step, words):
        try:
            step()
        except BAD:
            self.wrong.append(words)

    def _manifest(self):
        try:
            found = _json(self.file("manifest.json"))
            form = found["format"]
        except BAD:
            self.wrong.append("The list of files (manifest.json) is damaged.")
            return {}
        if form != FORMAT:
            raise Unusable("The bundle is of a kind that this verifier does not know.")
        return found

    def _files(self):
        for name in self.box.repeated:
            self.wrong.append(f"The file {name} is there twice.")
        listed = self.manifest.get("files")
        if not isinstance(listed, dict):
            listed = {}
            self.wrong.append("The list of files names no files.")
        needed = set(ALWAYS) | set(WITH_CHECK if self.manifest.get("check") else ())
        present = set(self.box.files)
        for name in sorted((needed | set(listed)) - present):
            self.wrong.append(f"The file {name} is missing.")
        for name in sorted(present - needed):
            self.wrong.append(f"The file {name} does not belong to the bundle.")
        for name in sorted(present & needed - {"manifest.json", "manifest.sig"}):
            content = self.box.files[name]
            stated = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            if listed.get(name) != stated:
                self.wrong.append(f"The file {name} is not the one that was signed for.")

    def _entries(self):
        lines = self.file("entries.jsonl").split(b"\n")
        if lines.pop() != b"":
            self.wrong.append("The list of entries is cut short.")
        before = -1
        for line in lines:
            try:
                entry = Entry(line)
            except BAD:
                before += 1
                self.bad.append((before, "it cannot be read"))
                continue
            if entry.seq <= before:
                self.bad.append((entry.seq, "it is out of order, or there twice"))
            elif max(before + 1, self._first()) < entry.seq:
                self.bad.append((max(before + 1, self._first()), "it is missing"))
            before = max(before, entry.seq)
            self._entry(entry)
            self.entries.append(entry)
        if len({entry.id for entry in self.entries}) != len(self.entries):
            self.wrong.append("Two entries have the same id.")

    def _first(self):
        first = self.manifest.get("first")
        return first if type(first) is int else 0

    def _in_range(self, seq):
        return seq >= self._first()

    def _entry(self, entry):
        try:
            key = self.people.key(entry.author, entry.kind, entry.body)
        except BAD:
            key = None
        if not entry.whole:
            self.bad.append((entry.seq, "what it says is not what was signed"))
        elif entry.leaf != entry.stated:
            self.bad.append((entry.seq, "it is not the entry that was exported"))
        elif key is None:
            self.bad.append((entry.seq, "nobody with the right to sign it is known"))
        elif not signed(key, entry.signature, entry.signed):
            self.bad.append((entry.seq, "its signature does not hold"))
        else:
            self.people.take_in(entry.seq, entry.kind, entry.author, entry.role, entry.body)
            if self.people.role(entry.author) != entry.role:
                self.bad.append((entry.seq, "its author does not have that role"))

    def _checkpoint(self):
        try:
            note = Note(self.file("checkpoint.txt").decode("utf-8"))
        except BAD:
            self.wrong.append("The checkpoint cannot be read.")
            self.note = None
            return
        self.note = note
        if not note.signed_by(self.people.devices.values()):
            self.wrong.append("The checkpoint is not signed by a workstation of this suite.")
        last = self.entries[-1].seq if self.entries else -1
        if last + 1 < note.size:
            self.bad.append((last + 1, "it is missing, and so is all that follows it"))
        if last + 1 > note.size:
            self.bad.append((note.size, "the checkpoint does not cover it"))
        self._tree(note, "now", "The entries do not add up to the signed checkpoint.")

    def _tree(self, note, which, words):
        leaves = {entry.seq: entry.leaf for entry in self.entries if entry.seq < note.size}
        try:
            rest = [_unbase(text) for text in _json(self.file("proof.json"))[which]]
            root = tree_root(note.size, leaves, rest)
        except BAD:
            root = None
        if root != note.root:
            self.wrong.append(words)
            if not self.bad and which == "now" and self.entries:
                first = max(self._first(), self.entries[0].seq)
                self.bad.append((first, "it, or one after it, is not under the checkpoint"))

    def _maker(self):
        maker, made = self.manifest.get("made_by"), None
        try:
            person = self.people.staff.get(maker["staff"])
            signature = _unbase(self.file("manifest.sig").decode("ascii").rstrip("\n"))
            data = MANIFEST_PREFIX + self.file("manifest.json")
            exact = self.file("manifest.sig") == base64.b64encode(signature) + b"\n"
            holds = exact and person and person[0] == "IG" and person[1] == "ENROLLED"
            if not holds or not signed(person[2], signature, data):
                self.wrong.append("The list of files is not signed by an officer of this suite.")
            made = [e for e in self.entries if e.id == self.manifest["export"]]
            self._covers(made[0] if made else None, maker["staff"])
        except BAD:
            self.wrong.append("Who made the bundle cannot be read.")
        if self.expect and self.fingerprint() != self.expect:
            self.wrong.append("The root key is not the one you expect.")

    def _covers(self, made, maker):
        """The bundle holds its own making, and everything from before its period to the end."""
        start, end = self.manifest["from"], self.manifest["to"]
        if made is None or made.kind != "export.made" or made.author != maker:
            self.wrong.append("The bundle does not hold the entry of its own making.")
        else:
            asked = {name: made.body[name] for name in ("from", "to", "first", "check")}
            if asked != {name: self.manifest[name] for name in asked} or end > made.at:
                self.wrong.append("The bundle is not the one that its own entry speaks of.")
        begins = [e for e in self.entries if e.seq == self._first()]
        if not begins or (self._first() > 0 and begins[0].at >= start):
            self.wrong.append("The bundle does not begin before its period.")
        if self.note and (self.manifest["size"], self.manifest["root"]) != (
            self.note.size,
            base64.b64encode(self.note.root).decode("ascii"),
        ):
            self.wrong.append("The checkpoint is not the one that was signed for.")

    # --- the spot check

    def _draw(self):
        number = self.manifest["check"]
        steps = {}
        for entry in self.entries:
            name = entry.kind.partition("spotcheck.")[2]
            if entry.role != "IG":
                continue  # only an officer's words count
            if entry.id == number and name == "committed":
                steps[name] = entry
            elif name in ("nonce", "drawn") and entry.body.get("check") == number:
                steps.setdefault(name, entry)
        if set(steps) != {"committed", "nonce", "drawn"}:
            self.wrong.append("The spot check is not complete.")
            return
        committed, nonce, drawn = steps["committed"], steps["nonce"], steps["drawn"]
        note = Note(committed.body["checkpoint"])
        in_turn = note.size <= committed.seq < nonce.seq < drawn.seq
        if not in_turn or note.size != committed.body["size"]:
            self.bad.append((drawn.seq, "the draw was not made in its turn"))
        if not note.signed_by(self.people.devices.values()):
            self.bad.append((committed.seq, "the committed checkpoint is not signed"))
        self._tree(note, "committed", "The entries do not add up to the committed checkpoint.")
        events = self._frame(committed, note)
        self._sample(committed, nonce, drawn, events)
        start, end = committed.body["from"], committed.body["to"]
        again = [
            entry
            for entry in self.entries
            if entry.kind == "spotcheck.committed"
            and entry.role == "IG"
            and entry.body["from"] < end
            and entry.body["to"] > start
        ]
        if len(again) > 1:
            self.notes.append(f"{len(again)} draws were committed for this period or part of it.")

    def _frame(self, committed, note):
        body = committed.body
        text = self.file("frame.txt")
        if hashlib.sha256(text).hexdigest() != body["frame_sha256"]:
            self.wrong.append("The frame is not the one that was committed.")
        rows = [line.split(" ") for line in text.decode("ascii").split("\n")[:-1]]
        should = [
            e
            for e in self.entries
            if e.kind in EVENTS and e.seq < note.size and body["from"] <= e.at < body["to"]
        ]
        here = {entry.id for entry in should}
        listed = {row[1] for row in rows}
        for entry in should:
            if entry.id not in listed:
                self.bad.append((entry.seq, "it is missing from the frame of the spot check"))
        if [row[:3] for row in rows] != [[str(e.seq), e.id, e.kind] for e in should]:
            self.wrong.append("The frame does not list the events of its period.")
        begins = [e for e in self.entries if e.seq == self._first()]
        if self._first() > 0 and (not begins or begins[0].at >= body["from"]):
            self.wrong.append("The bundle does not begin before the period of the spot check.")
        for row in rows:
            view = row[2] != "consent.decided"
            if row[3] not in ("ALL", "RANDOM") and (view or row[3] != "OUTSIDE"):
                self.wrong.append("The frame has a layer that there is not.")
        by_id = {entry.id: entry for entry in should}
        return [(row[3], by_id[row[1]]) for row in rows if row[1] in here]

    def _sample(self, committed, nonce, drawn, events):
        body = committed.body
        lines = (
            DRAW,
            "checkpoint " + hashlib.sha256(body["checkpoint"].encode("utf-8")).hexdigest(),
            "nonce " + hashlib.sha256(nonce.body["nonce"].encode("utf-8")).hexdigest(),
            "logged " + nonce.id,
            "frame " + body["frame_sha256"],
            "percent " + str(body["percent"]),
            "minimum " + str(body["minimum"]),
        )
        text = "".join(line + "\n" for line in lines).encode("ascii")
        seed = hashlib.sha256(text).hexdigest()
        if self.file("seed.txt") != text or drawn.body["seed"] != seed:
            self.bad.append((drawn.seq, "its seed is not the one that follows"))
        pool = sorted(
            (entry for layer, entry in events if layer == "RANDOM"),
            key=lambda entry: hashlib.sha256(f"{seed} {entry.id}".encode("ascii")).hexdigest(),
        )
        share = (len(pool) * body["percent"] + 99) // 100
        chosen = {entry.id for entry in pool[: max(share, body["minimum"])]}
        rows = [(layer, e) for layer, e in events if layer == "ALL" or e.id in chosen]
        if [entry.id for _, entry in rows] != drawn.body["sample"]:
            self.bad.append((drawn.seq, "its sample is not the one that follows from the seed"))
        self._sample_files(body, nonce, seed, rows)

    def _sample_files(self, body, nonce, seed, rows):
        should = [
            [f"{body['ref']}-{n:03d}", e.seq, e.id, e.kind, e.at, e.author, e.role, layer]
            for n, (layer, e) in enumerate(rows, 1)
        ]
        listed = [[row[name] for name in SAMPLE] for row in _json(self.file("sample.json"))]
        written = list(csv.reader(io.StringIO(self.file("sample.csv").decode("utf-8-sig"))))
        in_csv = [row[: len(SAMPLE)] for row in written[1:]]
        if listed != should or in_csv != [[str(cell) for cell in row] for row in should]:
            self.wrong.append("The list of the sample is not the sample that was drawn.")
        draw = _json(self.file("draw.json"))
        stated = {"seed": seed, "nonce": nonce.body["nonce"], "logged": nonce.id}
        stated.update({name: body[name] for name in ("from", "to", "percent", "minimum", "ref")})
        if any(draw[name] != value for name, value in stated.items()):
            self.wrong.append("The account of the draw is not the draw that was logged.")

    # --- what is stated beside the entries

    def _statements(self):
        in_range = [e for e in self.entries if self._in_range(e.seq)]
        rows = list(csv.reader(io.StringIO(self.file("audit.csv").decode("utf-8-sig"))))
        should = [
            [str(e.seq)]
            + [_cell(str(e.head[name] or "")) for name in AUDIT[1:]]
            + [_cell(self.people.staff.get(e.author, ["", "", "", ""])[3])]
            for e in in_range
        ]
        if not rows or rows[0] != [*AUDIT, "author_name"]:
            self.wrong.append("The audit list has no heading.")
        if rows[1:] != should:
            self.wrong.append("The audit list does not match the entries.")
        lines = self.file("oversight.jsonl").split(b"\n")[:-1]
        said = [_json(line) for line in lines]
        start, end = self.manifest["from"], self.manifest["to"]
        events = [e for e in in_range if e.kind in EVENTS and start <= e.at < end]
        stated = [(one["seq"], one["id"], one["kind"]) for one in said if one["kind"] in EVENTS]
        if stated != [(e.seq, e.id, e.kind) for e in events]:
            self.wrong.append("The events of the period are not all accounted for.")
        self._layers(said)

    def _layers(self, said):
        if not self.manifest.get("check"):
            return
        rows = [line.split(" ") for line in self.file("frame.txt").decode("ascii").split("\n")[:-1]]
        layers = {row[1]: row[3] for row in rows}
        for one in said:
            override = one.get("outcome") == "ALLOW" and one.get("code") not in WITH_LEAVE
            if override and layers.get(one["id"], "ALL") != "ALL":
                self.bad.append((one["seq"], "it is an override outside the 100 % layer"))

    def fingerprint(self):
        return hashlib.sha256(self.people.root).hexdigest()


def tidied(expect):
    """A fingerprint as a person may have typed it, in the one form."""
    plain = "".join(expect.split()).replace(":", "").lower()
    if not re.fullmatch("[0-9a-f]{64}", plain):
        raise Unusable("The fingerprint you expect is not 64 signs from 0-9 and a-f.")
    return plain


def judge(data, expect=None):
    """(exit code, first bad entry or None, lines of words) for the bytes of a bundle."""
    try:
        check = Check(data, tidied(expect) if expect else None).run()
    except Unusable as why:
        return 2, None, ["NOT USABLE. " + str(why), "Nothing can be said about what it holds."]
    if check.bad or check.wrong:
        code, first, words = _altered(check)
    else:
        code, first, words = 0, None, _whole(check)
    return code, first, [_shown(line) for line in words]


def _altered(check):
    words, first = ["ALTERED. Do not rely on this bundle."], None
    if check.bad:
        first, why = min(check.bad, key=lambda one: one[0])
        found = [entry for entry in check.entries if entry.seq == first]
        what = f" ({found[0].kind}, {found[0].at})" if found else ""
        words.append(f"First bad entry: number {first}{what}: {why}.")
    return 1, first, words + check.wrong


def _cell(text):
    """As a table holds it: on one line, nothing unseen in it, and no formula."""
    spaced = " ".join(text.split())
    flat = "".join(c for c in spaced if not unicodedata.category(c).startswith("C")).strip()
    return "'" + flat if flat.startswith(FORMULA) else flat


def _shown(words):
    """On one line, with nothing in it that moves a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "?" for sign in words)


def _whole(check):
    note, manifest, maker = check.note, check.manifest, check.manifest["made_by"]["staff"]
    words = [
        "COMPLETE AND UNALTERED.",
        f"Suite: {check.people.suite}, {check.people.organisation}.",
        f"Period: {manifest['from']} to {manifest['to']}.",
        f"Entries {check._first()} to {note.size - 1}, every one signed, none missing.",
        f"Checkpoint: {note.size} entries. Nothing after {check.entries[-1].at} is covered.",
        f"Made by {check.people.staff[maker][3]} (Information Governance), {manifest['made_at']}.",
    ]
    if manifest.get("check"):
        sample = len(json.loads(check.file("sample.json")))
        words.append(f"Spot check: {sample} events drawn; drawn again here with the same result.")
    words += check.notes
    words.append(f"Root key: {check.fingerprint()}")
    words.append("Compare the root key with the one on the suite's printed sheet.")
    return words


def main(arguments):
    expect = None
    if "--expect-key" in arguments:
        at = arguments.index("--expect-key")
        expect = "".join(arguments[at + 1 : at + 2]) or "none"
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 1:
        print("Use: python3 verify.py BUNDLE.zip [--expect-key FINGERPRINT]")
        return 2
    try:
        with pathlib.Path(arguments[0]).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as why:
        print(f"NOT USABLE. The file cannot be read: {why.strerror}.")
        return 2
    code, _, words = judge(data, expect)
    print("\n".join(words))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
