"""Goes through a bundle from front to back and gathers what is wrong with it (verifier.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from custodyhcp.ledger.entry import SIGNING_PREFIX, Header
from custodyhcp.ledger.note import BadNote, Checkpoint, open_checkpoint, read_checkpoint
from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import known_leaves, redrawing
from custodyhcp.oversight.carried import MALFORMED, Carried, read_carried, read_table, strict_json
from custodyhcp.oversight.container import Unusable, unpack
from custodyhcp.oversight.force_list import harmless
from custodyhcp.oversight.frame import EVENTS
from custodyhcp.vault.authority import FOUNDED, Authority, Fact, Standing, founding_key
from custodyhcp.vault.compartments import Role
from custodyhcp.vault.signing import verify
from custodyhcp.vault.wire import from_text, to_text


class Inspection:
    """``bad`` are entries, by number, with why; ``wrong`` are words about everything else."""

    def __init__(self, data: bytes) -> None:
        """Raises ``Unusable`` where there is nothing that can be judged."""
        self.box = unpack(data)
        if form.MANIFEST not in self.box.files:
            raise Unusable("This zip is not a custodyhcp bundle.")
        self.manifest: dict[str, Any] = {}
        self.people = Authority(root="")
        self.root = b""
        self.tree: Checkpoint | None = None
        self.entries: list[Carried] = []
        self.bad: list[tuple[int, str]] = []
        self.wrong: list[str] = list(self.box.damage)
        self.notes: list[str] = []

    def run(self) -> Inspection:
        self._read_manifest()
        self._check_files()
        self._check_entries()
        self._check_tree()
        self._safely(self._check_maker, "Who made the bundle cannot be read.")
        if self.manifest.get("check"):
            draw = redrawing.Redrawing(self)
            self._safely(draw.run, "The spot check is not written as it should be.")
        self._safely(self._check_tables, "The lists are not written as they should be.")
        return self

    # -- what the steps share ------------------------------------------------------------------

    def file(self, name: str) -> bytes:
        return self.box.files.get(name, b"")

    @property
    def first(self) -> int:
        """Where the unbroken run of entries begins."""
        first = self.manifest.get("first")
        return first if type(first) is int else 0

    def in_range(self) -> list[Carried]:
        return [entry for entry in self.entries if entry.seq >= self.first]

    def begins_before(self, start: str) -> bool:
        """Whether nothing of a period from ``start`` on can be missing at the beginning."""
        if self.first <= 0:
            return self.first == 0
        return any(e.seq == self.first and e.header.at < start for e in self.entries)

    def what(self, seq: int) -> str:
        for entry in self.entries:
            if entry.seq == seq:
                return f" ({entry.header.kind}, {entry.header.at})"
        return ""

    def opened(self, note: str) -> Checkpoint | None:
        """A checkpoint signed by a workstation of this suite; None if it is not."""
        try:
            origin = read_checkpoint(note).origin
            return open_checkpoint(note, origin, list(self.people.devices.values()))
        except BadNote:
            return None

    def adds_up(self, tree: Checkpoint, which: str) -> bool:
        """Whether the entries lie under the root, with the hashes given for the rest."""
        try:
            rest = [from_text(text) for text in strict_json(self.file(form.PROOF))[which]]
        except MALFORMED:
            return False
        leaves = {entry.seq: entry.leaf for entry in self.entries if entry.seq < tree.size}
        return known_leaves.root(leaves, tree.size, rest) == tree.root

    def _safely(self, step: Callable[[], None], words: str) -> None:
        try:
            step()
        except MALFORMED:
            self.wrong.append(words)

    # -- 2: files ------------------------------------------------------------------------------

    def _read_manifest(self) -> None:
        try:
            found = strict_json(self.file(form.MANIFEST))
            made_as = found["format"]
        except MALFORMED:
            self.wrong.append(f"The list of files ({form.MANIFEST}) is damaged.")
            return
        if made_as != form.FORMAT:
            raise Unusable("The bundle is of a kind that this verifier does not know.")
        self.manifest = found

    def _check_files(self) -> None:
        listed = self.manifest.get("files")
        if not isinstance(listed, dict):
            self.wrong.append("The list of files names no files.")
            listed = {}
        wanted = {*form.ALWAYS, *(form.WITH_CHECK if self.manifest.get("check") else ())}
        here = set(self.box.files)
        self.wrong += [f"The file {name} is there twice." for name in self.box.repeated]
        self.wrong += [
            f"The file {name} is missing." for name in sorted((wanted | set(listed)) - here)
        ]
        self.wrong += [
            f"The file {name} does not belong to the bundle." for name in sorted(here - wanted)
        ]
        for name in sorted((here & wanted) - {form.MANIFEST, form.SIGNATURE}):
            if listed.get(name) != form.described(self.box.files[name]):
                self.wrong.append(f"The file {name} is not the one that was signed for.")

    # -- 3: entries ----------------------------------------------------------------------------

    def _check_entries(self) -> None:
        lines = self.file(form.ENTRIES).split(b"\n")
        if lines.pop():
            self.wrong.append("The list of entries is cut short.")
        last = -1
        for line in lines:
            try:
                entry = read_carried(line)
            except MALFORMED:
                last += 1
                self.bad.append((last, "it cannot be read"))
                continue
            self._check_place(entry.seq, last)
            self._check_entry(entry)
            self.entries.append(entry)
            last = max(last, entry.seq)
        if len({entry.header.id for entry in self.entries}) < len(self.entries):
            self.wrong.append("Two entries have the same id.")

    def _check_place(self, seq: int, last: int) -> None:
        """The run has no gap; before it stand only entries about people and keys."""
        if seq <= last:
            self.bad.append((seq, "it is out of order, or there twice"))
        elif max(last + 1, self.first) < seq:
            self.bad.append((max(last + 1, self.first), "it is missing"))

    def _check_entry(self, entry: Carried) -> None:
        header, seq = entry.header, entry.seq
        key = self._key_of(entry)
        if not entry.body_fits:
            self.bad.append((seq, "what it says is not what was signed"))
        elif entry.leaf != entry.stated_leaf:
            self.bad.append((seq, "it is not the entry that was exported"))
        elif key is None:
            self.bad.append((seq, "nobody with the right to sign it is known"))
        elif not verify(key, entry.signature, SIGNING_PREFIX + entry.preimage):
            self.bad.append((seq, "its signature does not hold"))
        else:
            self._take_in(entry, key)
            role = self.people.role(header.author)
            if role is None or role.value != header.role:
                self.bad.append((seq, "its author does not have that role"))

    def _key_of(self, entry: Carried) -> bytes | None:
        if entry.seq == 0 and entry.header.kind == FOUNDED:
            return founding_key(entry.body, self.people.root)
        return self.people.signing_key(entry.header.author)

    def _take_in(self, entry: Carried, key: bytes) -> None:
        header = entry.header
        fact = Fact(header.seq, header.kind, header.author, header.role, entry.body, header.at)
        self.people = self.people.after(fact)
        if header.seq == 0 and self.people.founder:
            self.root = key

    # -- 4: the tree ---------------------------------------------------------------------------

    def _check_tree(self) -> None:
        note = self.file(form.CHECKPOINT).decode("utf-8", "replace")
        try:
            self.tree = read_checkpoint(note)
        except BadNote:
            self.wrong.append("The checkpoint cannot be read.")
            return
        if self.opened(note) is None:
            self.wrong.append("The checkpoint is not signed by a workstation of this suite.")
        after = self.entries[-1].seq + 1 if self.entries else 0
        if after < self.tree.size:
            self.bad.append((after, "it is missing, and so is all that follows it"))
        elif after > self.tree.size:
            self.bad.append((self.tree.size, "the checkpoint does not cover it"))
        if self.adds_up(self.tree, "now"):
            return
        self.wrong.append("The entries do not add up to the signed checkpoint.")
        if not self.bad and self.entries:
            place = max(self.first, self.entries[0].seq)
            self.bad.append((place, "it, or one after it, is not under the checkpoint"))

    # -- 5: who made it, and what it covers ------------------------------------------------------

    def _check_maker(self) -> None:
        staff = self.manifest["made_by"]["staff"]
        member = self.people.members.get(staff)
        signature = from_text(self.file(form.SIGNATURE).decode("ascii").removesuffix("\n"))
        whole = self.file(form.SIGNATURE) == to_text(signature).encode("ascii") + b"\n"
        data = form.SIGNING_PREFIX + self.file(form.MANIFEST)
        officer = (
            member is not None
            and member.role is Role.IG
            and member.standing is Standing.ENROLLED
            and verify(member.sign_key, signature, data)
        )
        if not (whole and officer):
            self.wrong.append("The list of files is not signed by an officer of this suite.")
        self._check_covers(staff)

    def _check_covers(self, staff: str) -> None:
        account = self.manifest
        made = [e for e in self.entries if e.header.id == account["export"]]
        if not made or made[0].header.kind != form.MADE or made[0].header.author != staff:
            self.wrong.append("The bundle does not hold the entry of its own making.")
        else:
            same = all(made[0].body[n] == account[n] for n in ("from", "to", "first", "check"))
            if not same or account["to"] > made[0].header.at:
                self.wrong.append("The bundle is not the one that its own entry speaks of.")
        if not self.begins_before(account["from"]):
            self.wrong.append("The bundle does not begin before its period.")
        tree = self.tree
        if tree and (account["size"], account["root"]) != (tree.size, to_text(tree.root)):
            self.wrong.append("The checkpoint is not the one that was signed for.")

    # -- 7: the tables for people ----------------------------------------------------------------

    def _check_tables(self) -> None:
        rows = read_table(self.file(form.AUDIT))
        if not rows or tuple(rows[0]) != (*form.AUDIT_COLUMNS, form.AUTHOR_NAME):
            self.wrong.append("The audit list has no heading.")
        if rows[1:] != [self._audit_cells(entry.header) for entry in self.in_range()]:
            self.wrong.append("The audit list does not match the entries.")
        said = [strict_json(line) for line in self.file(form.STATEMENTS).split(b"\n")[:-1]]
        start, end = self.manifest["from"], self.manifest["to"]
        events = [
            (e.seq, e.header.id, e.header.kind)
            for e in self.in_range()
            if e.header.kind in EVENTS and start <= e.header.at < end
        ]
        stated = [(one["seq"], one["id"], one["kind"]) for one in said]
        if [one for one in stated if one[2] in EVENTS] != events:
            self.wrong.append("The events of the period are not all accounted for.")

    def _audit_cells(self, header: Header) -> list[str]:
        cells = [str(getattr(header, name) or "") for name in form.AUDIT_COLUMNS]
        author = self.people.members.get(header.author)
        name = harmless(author.name if author else "")
        return [str(header.seq), *map(harmless, cells[1:]), name]
