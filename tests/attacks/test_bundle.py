"""Bundles, good and bad: two verifiers that share no code must give the same verdict each time."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import itertools
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from suite_story import CANARIES, decided, exported, live, stay

from custodyhcp import resources, staff
from custodyhcp.ledger.entry import NewEntry, canonical
from custodyhcp.ledger.merkle import leaf_of, root_of
from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import container, exporting, known_leaves, verifier
from custodyhcp.oversight.exporting import CannotExport
from custodyhcp.oversight.frame import Period
from custodyhcp.vault.authority import CODES_RENEWED, INVITED
from custodyhcp.vault.compartments import Compartment, Role
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.signing import SigningKey
from custodyhcp.vault.throwaway import MemoryKeyring
from custodyhcp.vault.wire import to_text

Files = dict[str, bytes]


def passphrase(who: str) -> str:
    return f"four small boats {who}"


@cache
def second() -> ModuleType:
    """The second verifier, as a stranger has it: one file, by itself."""
    spec = importlib.util.spec_from_file_location("verify", resources.path("oversight/verify.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def both(data: bytes, expect: str | None = None) -> tuple[int, int | None, str]:
    """(exit code, first bad entry, words), on which both verifiers must agree."""
    ours = verifier.judge(data, expect)
    code, first, words = second().judge(data, expect)
    said = "\n".join(ours.words)
    assert (ours.finding.value, ours.first_bad) == (code, first), (said, words)
    return code, first, said


_MADE: dict[str, Any] = {}


@pytest.fixture
def story(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One bundle with a spot check, made once; the suite it comes from is made only then."""
    if not _MADE:
        days, check, made = exported(request.getfixturevalue("suite"))
        _MADE.update({"data": made.content, "days": days, "check": check})
    return _MADE


@pytest.fixture
def data(story: dict[str, Any]) -> bytes:
    content: bytes = story["data"]
    return content


@pytest.fixture
def files(data: bytes) -> Files:
    return container.unpack(data).files


def again(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """As somebody packs it again with an ordinary program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()


def entry_lines(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[form.ENTRIES].splitlines()]


def with_lines(files: Files, lines: list[dict[str, Any]]) -> Files:
    return {**files, form.ENTRIES: form.lines(lines)}


def seq_of(line: Mapping[str, Any]) -> int:
    number: int = json.loads(line["header"])["seq"]
    return number


# --- whole ----------------------------------------------------------------------------------------


def test_a_bundle_is_whole_and_says_what_it_covers(data: bytes, story: dict[str, Any]) -> None:
    code, first, words = both(data)
    assert (code, first) == (0, None), words
    assert "COMPLETE AND UNALTERED" in words
    assert "Harrow Lane" in words
    assert "Priya Lindqvist" in words
    assert f"{len(story['check'].sample)} events drawn" in words
    root = words.split("Root key: ")[1].split("\n")[0]
    assert both(data, root)[0] == 0
    assert both(data, root[:4].upper() + " " + root[4:])[0] == 0
    assert both(data, root[:-1])[0] == 2
    assert both(data, "00" * 32)[0] == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_bundle_unpacked_and_packed_again_is_still_whole(files: Files, method: int) -> None:
    assert both(again(files, method))[0] == 0


def test_the_same_contents_are_the_same_bytes(data: bytes, files: Files) -> None:
    assert container.pack(files) == data


def test_no_patient_is_in_the_bundle(files: Files) -> None:
    for name, content in files.items():
        for canary in CANARIES:
            assert canary.encode() not in content, name


def test_free_text_goes_along_only_when_it_is_asked_for(suite: Any) -> None:
    _, _, made = exported(suite, reasons=True)
    files = container.unpack(made.content).files
    assert b"CANARYREASON" in files[form.STATEMENTS]
    assert b"CANARYFINDING" not in b"".join(files.values())
    assert both(made.content)[0] == 0


def test_the_one_file_runs_by_itself(data: bytes, files: Files, tmp_path: Path) -> None:
    program, bundle = tmp_path / "verify.py", tmp_path / "bundle.zip"
    program.write_bytes(files[form.VERIFIER])
    for content, code in (
        (data, 0),
        (data[:-1], 2),
        (data.replace(b"scr.viewed", b"scr.viewen"), 1),
    ):
        bundle.write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(program), str(bundle)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert not done.stderr


def test_the_command_prints_plain_words(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(data)
    assert verifier.main(bundle) == 0
    assert "COMPLETE AND UNALTERED" in capsys.readouterr().out
    assert verifier.main(tmp_path / "nothing.zip") == 2
    assert "NOT USABLE" in capsys.readouterr().out


def test_the_program_verifies_without_a_window() -> None:
    ask = "import sys, custodyhcp.oversight.verifier; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_a_later_period_begins_where_it_should(suite: Any) -> None:
    live(suite, people=3)
    middle = suite.clock.forward(hours=1)
    live(suite, people=2)
    made = exporting.export(suite.ig, Period(middle, suite.clock()))
    assert both(made.content)[0] == 0
    assert made.entries < made.size
    early = Period(middle - timedelta(days=9), middle)
    assert both(exporting.export(suite.ig, early).content)[0] == 0


def test_an_export_is_an_entry_and_only_an_officer_makes_one(suite: Any) -> None:
    days = live(suite, people=1)
    exporting.export(suite.ig, days.start)
    assert len(suite.ig.read(kinds=[form.MADE])) == 1
    for desk in (suite.hcp, suite.sergeant, suite.admin):
        with pytest.raises(CannotExport):
            exporting.export(desk, days.start)


# --- damaged by chance ----------------------------------------------------------------------------


def test_a_bit_flipped_at_two_hundred_places_is_always_found(data: bytes) -> None:
    numbers = random.Random(20261123)  # noqa: S311
    places = [*range(0, 60, 3), *range(len(data) - 60, len(data), 3)]
    places += [numbers.randrange(len(data)) for _ in range(160)]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << numbers.randrange(8)
        assert both(bytes(flipped))[0] in (1, 2), place


def test_every_byte_of_the_zips_own_lists_counts(data: bytes, files: Files) -> None:
    """Each bit of the headers of one file in the middle, and of the list at the end."""
    start = data.index(b"PK\x03\x04", data.index(b"checkpoint.txt"))
    listing = data.index(b"PK\x01\x02")
    for place in [*range(start, start + 42), *range(listing, listing + 160)]:
        flipped = bytearray(data)
        flipped[place] ^= 1 << (place % 8)
        assert both(bytes(flipped))[0] in (1, 2), place


@pytest.mark.parametrize("cut", [0, 1, 3, 22, 30, 1000, 0.5, 0.9, -1, -22, -23])
def test_a_bundle_cut_short_is_not_usable(data: bytes, cut: float) -> None:
    end = int(len(data) * cut) if 0 < cut < 1 else int(cut)
    code, _, words = both(data[:end])
    assert code == 2
    assert "NOT USABLE" in words


# --- files ----------------------------------------------------------------------------------------


def test_every_file_removed_is_missed(files: Files) -> None:
    for name in files:
        rest = {other: content for other, content in files.items() if other != name}
        for packed in (container.pack(rest), again(rest)):
            code, _, words = both(packed)
            if name == form.MANIFEST:
                assert code == 2
            else:
                assert code == 1
                assert f"{name} is missing" in words or name == form.SIGNATURE


def test_every_file_there_twice_or_added_is_seen(files: Files) -> None:
    one = container.pack(files)
    for name in files:
        whole = bytearray()
        with pytest.warns(UserWarning, match="Duplicate name"):
            out = io.BytesIO(one)
            with zipfile.ZipFile(out, "a") as zipped:
                zipped.writestr(zipfile.ZipInfo(name), b"another")
            whole += out.getvalue()
        assert both(bytes(whole))[0] == 1
    assert both(container.pack({**files, "extra.txt": b"x"}))[0] == 1


def test_every_pair_of_files_swapped_is_seen(files: Files) -> None:
    names = list(files)
    for one, other in itertools.pairwise(names):
        swapped = {**files, one: files[other], other: files[one]}
        assert both(container.pack(swapped))[0] in (1, 2)


def test_json_in_another_order_or_with_spaces_is_not_what_was_signed(files: Files) -> None:
    for name in (form.MANIFEST, form.PROOF, form.DRAW, form.SAMPLE_JSON):
        value = json.loads(files[name])
        for text in (json.dumps(value, indent=1), json.dumps(value, sort_keys=False)):
            assert both(container.pack({**files, name: text.encode()}))[0] == 1
    lines = files[form.ENTRIES].splitlines(keepends=True)
    found = json.loads(lines[4])
    lines[4] = json.dumps(dict(reversed(found.items()))).encode() + b"\n"
    code, first, _ = both(container.pack({**files, form.ENTRIES: b"".join(lines)}))
    assert (code, first) == (1, 4)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd", "a/b.txt", "C:\\x", "..", "caf\xe9"]
)
def test_names_that_no_bundle_has_are_refused(files: Files, name: str) -> None:
    assert both(again({**files, name: b"x"}))[0] == 2


def test_a_zip_bomb_costs_nothing(files: Files) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
        zipped.writestr("bomb.txt", bytes(1 << 20) * 600)
    assert both(out.getvalue())[0] == 2


@pytest.mark.parametrize(
    "junk", [b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\x00" * 100, b"[]" * 50]
)
def test_what_is_not_a_zip_is_not_usable(junk: bytes) -> None:
    assert both(junk)[0] == 2


def test_another_zip_and_a_bundle_in_a_zip_are_not_usable(data: bytes) -> None:
    assert both(again({"hello.txt": b"hello"}))[0] == 2
    assert both(again({"bundle.zip": data}))[0] == 2
    assert both(data + b"more")[0] == 2
    assert both(b"more" + data)[0] == 2


# --- entries --------------------------------------------------------------------------------------


def test_an_edited_entry_is_named(files: Files) -> None:
    for place, line in enumerate(entry_lines(files)):
        lines = entry_lines(files)
        lines[place]["header"] = line["header"].replace('"role":"', '"role":"X')
        code, first, words = both(container.pack(with_lines(files, lines)))
        assert (code, first) == (1, place)
        assert f"First bad entry: number {place}" in words


def test_an_edited_time_is_named_with_its_kind(files: Files, story: dict[str, Any]) -> None:
    target = story["days"].views[2].header
    lines = entry_lines(files)
    header = lines[target.seq]["header"]
    lines[target.seq]["header"] = header.replace(target.at, target.at.replace(".000Z", ".001Z"))
    code, first, words = both(container.pack(with_lines(files, lines)))
    assert (code, first) == (1, target.seq)
    assert "scr.viewed" in words


def test_an_entry_removed_doubled_or_swapped_is_named(files: Files) -> None:
    count = len(entry_lines(files))
    for place in range(0, count - 1, 3):
        lines = entry_lines(files)
        gone = lines[:place] + lines[place + 1 :]
        assert both(again(with_lines(files, gone)))[:2] == (1, place)
        twice = [*lines[: place + 1], lines[place], *lines[place + 1 :]]
        assert both(again(with_lines(files, twice)))[:2] == (1, place)
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
        assert both(again(with_lines(files, lines)))[:2] == (1, place)


def test_the_newest_entries_left_out_are_missed(files: Files) -> None:
    lines = entry_lines(files)
    for dropped in (1, 2, 10):
        code, first, words = both(again(with_lines(files, lines[:-dropped])))
        assert (code, first) == (1, len(lines) - dropped)
        assert "all that follows it" in words


def test_parts_signatures_and_leaves_are_each_held(files: Files) -> None:
    def part(line: dict[str, Any]) -> None:
        line["parts"][0]["sha256"] = "00" * 32

    def signature(line: dict[str, Any]) -> None:
        line["signature"] = to_text(bytes(64))

    def leaf(line: dict[str, Any]) -> None:
        line["leaf"] = "00" * 32

    def body(line: dict[str, Any]) -> None:
        line["parts"][0]["body"] = '{"staff":"somebody"}'

    edits: list[Callable[[dict[str, Any]], None]] = [part, signature, leaf, body]
    for edit in edits:
        for place in (0, 1, 7, 30, 40):
            lines = entry_lines(files)
            edit(lines[place])
            assert both(again(with_lines(files, lines)))[:2] == (1, place)


def test_an_entry_made_up_by_a_stranger_is_named(files: Files) -> None:
    lines = entry_lines(files)
    key = SigningKey.fresh()
    header = lines[30]["header"].replace('"kind":"', '"kind":"x')
    preimage = header.encode() + b"".join(
        bytes.fromhex(part["sha256"]) for part in lines[30]["parts"]
    )
    lines[30] |= {
        "header": header,
        "leaf": leaf_of(preimage).hex(),
        "signature": to_text(key.sign(b"custodyhcp entry v1\n" + preimage)),
    }
    code, first, words = both(again(with_lines(files, lines)))
    assert (code, first) == (1, 30)
    assert "signature does not hold" in words


# --- somebody with keys ---------------------------------------------------------------------------


def resigned(files: Files, officer: SigningKey) -> Files:
    """The list of files made to fit again, signed with this key."""
    manifest = json.loads(files[form.MANIFEST])
    for name in manifest["files"]:
        manifest["files"][name] = form.described(files.get(name, b""))
    text = canonical(manifest)
    signature = to_text(officer.sign(form.SIGNING_PREFIX + text)).encode() + b"\n"
    return {**files, form.MANIFEST: text, form.SIGNATURE: signature}


def test_a_list_of_files_signed_by_anybody_else_counts_for_nothing(files: Files) -> None:
    code, _, words = both(again(resigned(files, SigningKey.fresh())))
    assert code == 1
    assert "not signed by an officer" in words


@pytest.fixture
def crooked(suite: Any) -> tuple[Files, SigningKey, Any]:
    """A bundle, and the officer's own key in the officer's own hand."""
    days, check, made = exported(suite)
    return container.unpack(made.content).files, suite.ig.session._signing, (days, check)


def test_even_the_officer_cannot_leave_a_view_out_of_the_frame(
    crooked: tuple[Files, SigningKey, Any],
) -> None:
    files, key, (days, _) = crooked
    view = days.views[0].header
    lines = files[form.FRAME].splitlines(keepends=True)
    kept = b"".join(line for line in lines if view.id.encode() not in line)
    code, first, words = both(again(resigned({**files, form.FRAME: kept}, key)))
    assert (code, first) == (1, view.seq)
    assert "missing from the frame" in words


def test_even_the_officer_cannot_change_what_was_drawn(
    crooked: tuple[Files, SigningKey, Any],
) -> None:
    files, key, _ = crooked
    rows = json.loads(files[form.SAMPLE_JSON])
    for changed in (
        {form.SAMPLE_JSON: canonical(rows[1:])},
        {form.SAMPLE_CSV: files[form.SAMPLE_CSV].replace(b"RANDOM", b"ALL")},
        {form.SEED: files[form.SEED].replace(b"percent 10", b"percent 11")},
        {form.DRAW: files[form.DRAW].replace(b'"percent":10', b'"percent":11')},
        {form.FRAME: files[form.FRAME].replace(b" ALL\n", b" RANDOM\n", 1)},
        {form.AUDIT: files[form.AUDIT].replace(b"scr.viewed", b"gp.viewed")},
        {form.STATEMENTS: b"".join(files[form.STATEMENTS].splitlines(keepends=True)[1:])},
    ):
        assert both(again(resigned({**files, **changed}, key)))[0] == 1


def test_even_the_officer_cannot_leave_out_the_newest_entries(
    crooked: tuple[Files, SigningKey, Any],
) -> None:
    files, key, (_, check) = crooked
    lines = entry_lines(files)
    cut = {**with_lines(files, lines[: check.size]), form.CHECKPOINT: check.note.encode()}
    code, _, words = both(again(resigned(cut, key)))
    assert code == 1
    assert "entry of its own making" in words


def test_an_older_checkpoint_does_not_fit_the_entries(
    crooked: tuple[Files, SigningKey, Any],
) -> None:
    files, key, (_, check) = crooked
    older = {**files, form.CHECKPOINT: check.note.encode()}
    code, first, _ = both(again(resigned(older, key)))
    assert (code, first) == (1, check.size)


def test_an_older_bundle_is_whole_and_says_how_far_it_goes(suite: Any) -> None:
    days = live(suite, people=2)
    older = exporting.export(suite.ig, days.start)
    suite.clock.forward(hours=1)
    decided(suite.hcp, stay(suite.hcp, 9)[1])
    newer = exporting.export(suite.ig, days.start)
    said = [both(one.content)[2] for one in (older, newer)]
    assert f"Checkpoint: {older.size} entries." in said[0]
    assert f"Checkpoint: {newer.size} entries." in said[1]


def test_a_suite_made_up_from_beginning_to_end_has_another_root(suite: Any, tmp_path: Path) -> None:
    ring = MemoryKeyring()
    founding = staff.Founding(
        organisation="Northmoor Custody Healthcare",
        suite="Harrow Lane",
        phone="01632 960 118",
        admin_name="Morgan Achebe",
        officers=("A", "B", "C"),
    )
    quick = KdfParams(memory_kib=64, passes=1, lanes=1)
    made = staff.found(
        tmp_path / "forged", founding, passphrase("admin"), suite.clock, backend=ring, kdf=quick
    )
    invited = staff.invite(made.desk, staff.Newcomer("Priya Lindqvist", Role.IG))
    forger = staff.enrol(made.ledger, invited.login, invited.code, passphrase("ig"))
    suite.clock.forward(hours=1)
    start = suite.clock() - timedelta(hours=2)
    forged = exporting.export(forger, Period(start, suite.clock())).content
    true = exporting.export(suite.ig, Period(start, suite.clock())).content
    made.ledger.close()
    root = verifier.judge(true).root
    assert verifier.judge(forged).root != root
    assert both(forged)[0] == 0
    code, _, words = both(forged, root)
    assert code == 1
    assert "not the one you expect" in words


# --- the proof ------------------------------------------------------------------------------------


def _nodes(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda level, index: root_of(leaves[index << level : (index + 1) << level])


def test_known_leaves_prove_themselves_in_trees_of_every_size() -> None:
    numbers = random.Random(5)  # noqa: S311
    for size in range(1, 66):
        leaves = [leaf_of(bytes([n])) for n in range(size)]
        for _ in range(4):
            known = sorted(numbers.sample(range(size), numbers.randint(1, size)))
            rest = known_leaves.proof(_nodes(leaves), known, size)
            given = {n: leaves[n] for n in known}
            assert known_leaves.root(given, size, rest) == root_of(leaves)
            assert second().tree_root(size, given, rest) == root_of(leaves)
            for wrong in (rest[:-1] if rest else [bytes(32)], [*rest, bytes(32)]):
                assert known_leaves.root(given, size, wrong) is None
                assert second().tree_root(size, given, wrong) is None
            # The size is not bound by the proof: it is taken from the signed checkpoint only.
            moved = {n + 1: leaf for n, leaf in given.items()}
            assert known_leaves.root(moved, size, rest) != root_of(leaves)


def test_the_second_verifiers_signatures_are_those_of_the_first() -> None:
    numbers = random.Random(3)  # noqa: S311
    for _ in range(20):
        key, message = SigningKey.fresh(), numbers.randbytes(40)
        good = key.sign(message)
        assert second().signed(key.public, good, message)
        bad = bytearray(good)
        bad[numbers.randrange(64)] ^= 1 << numbers.randrange(8)
        assert not second().signed(key.public, bytes(bad), message)
        assert not second().signed(key.public, good, message + b"x")
    order = 2**252 + 27742317777372353535851937790883648493
    raised = int.from_bytes(good[32:], "little") + order
    again_signed = good[:32] + raised.to_bytes(32, "little")
    assert not second().signed(key.public, again_signed, message)


def test_the_second_verifier_holds_the_published_vectors() -> None:
    from cryptography_vectors import open_vector_file

    with open_vector_file("asymmetric/Ed25519/sign.input", "r") as file:
        for line in list(file)[:200]:
            secret, public, message, sealed, _ = line.split(":")
            key, data = bytes.fromhex(public), bytes.fromhex(message)
            signature = bytes.fromhex(sealed)[:64]
            assert secret.endswith(public)
            assert second().signed(key, signature, data)
            assert not second().signed(key, signature, data + b"\x00")


def test_the_seed_is_the_sha256_of_its_seven_lines(files: Files) -> None:
    drawn = json.loads(files[form.DRAW])
    assert hashlib.sha256(files[form.SEED]).hexdigest() == drawn["seed"]
    assert len(files[form.SEED].splitlines()) == 7


def test_keys_brought_back_and_recovery_keys_forged_are_the_same_to_both(suite: Any) -> None:
    """The name of the recovery key is nobody's: who was invited under it signs nothing."""
    begun = suite.clock()
    nurse = suite.hcp.session.staff
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    invited = staff.invite_again(suite.admin, nurse, even_if_last=True)
    staff.bring_back(suite.admin, nurse, (suite.shares[0].code, suite.shares[3].code))
    staff.enrol(suite.ledger, invited.login, invited.code, passphrase("hcp"))
    forged = {"officers": ["A", "B", "C"], "seal_key": to_text(b"0"), "verify_key": to_text(b"0")}
    suite.sergeant.append(NewEntry(CODES_RENEWED, {Compartment.OPEN: forged}))
    suite.clock.forward(minutes=5)
    made = exporting.export(suite.ig, Period(begun, suite.clock() - timedelta(minutes=1)))
    code, _, words = both(made.content)
    assert code == 0, words
    body = {
        "staff": "recovery",
        "name": "Bo Hart",
        "role": Role.SERGEANT.value,
        "sign_key": to_text(SigningKey.fresh().public),
        "seal_key": to_text(b"0"),
    }
    people = second().People()
    people.staff["admin"] = ["ADMIN", "ENROLLED", b"", "Morgan Achebe"]
    people.take_in(1, INVITED, "admin", "ADMIN", body)
    assert "recovery" not in people.staff
