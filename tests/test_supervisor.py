"""The small process that stays: what it starts, when it stops, and the keyring it holds."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from custodyhcp import supervisor


def test_supervisor_imports_only_the_standard_library() -> None:
    code = (
        "import sys, custodyhcp.supervisor;"
        "print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    found = set(json.loads(done.stdout.replace("'", '"')))
    assert not {"PySide6", "cryptography", "keyring", "sqlalchemy", "click"} & found


def program(tmp_path: Path, body: str) -> list[str]:
    file = tmp_path / "window.py"
    file.write_text(textwrap.dedent(body), encoding="utf-8")
    return [sys.executable, str(file)]


@pytest.mark.parametrize("code", [0, 1, 3])
def test_any_other_code_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    command = program(tmp_path, f"raise SystemExit({code})")
    monkeypatch.setattr(supervisor, "window_command", lambda *_a, **_k: command)
    assert supervisor.run(None) == code


def test_a_lock_starts_a_fresh_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = tmp_path / "count"
    command = program(
        tmp_path,
        f"""
        from pathlib import Path
        count = Path({str(count)!r})
        seen = len(count.read_text()) if count.exists() else 0
        count.write_text("x" * (seen + 1))
        raise SystemExit(75 if seen == 0 else 0)
        """,
    )
    monkeypatch.setattr(supervisor, "window_command", lambda *_a, **_k: command)
    assert supervisor.run(None) == 0
    assert count.read_text() == "xx"


def test_a_window_that_locks_at_once_for_ever_is_not_started_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = program(tmp_path, "raise SystemExit(75)")
    monkeypatch.setattr(supervisor, "window_command", lambda *_a, **_k: command)
    assert supervisor.run(None) == supervisor.LOCKED


def test_keyring_is_held_here_and_outlives_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = program(
        tmp_path,
        """
        from custodyhcp.vault.pipe_keyring import PipeKeyring
        ring = PipeKeyring.over_standard_streams()
        print("what is printed does not disturb the talk")
        before = ring.get_password("custodyhcp", "s:device")
        ring.set_password("custodyhcp", "s:device", (before or "") + "a\\u00e9\\n")
        raise SystemExit(75 if before is None else 0)
        """,
    )
    monkeypatch.setattr(supervisor, "window_command", lambda *_a, **_k: command)
    held: supervisor.Held = {}
    assert supervisor.run(None, keyring_pipe=True, held=held) == 0
    assert held == {("custodyhcp", "s:device"): "aé\naé\n"}


@pytest.mark.parametrize("line", ["", "nonsense", "[]", "3", '{"act": "get"}', '{"act": "burn"}'])
def test_a_line_that_is_not_understood_gets_null(line: str) -> None:
    answers = io.StringIO()
    supervisor.serve(io.StringIO(line + "\n"), answers, {("a", "b"): "c"})
    assert json.loads(answers.getvalue()) == {"value": None}


def test_command_names_the_store_and_the_pipe() -> None:
    command = supervisor.window_command(Path("/x/suite"), keyring_pipe=True, demonstration=True)
    assert command[1:4] == ["-m", "custodyhcp", "window"]
    assert command[-2:] == ["--keyring-pipe", "--demonstration"]
    assert str(Path("/x/suite")) in command
