"""What the documents say can be typed, and what they point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checkout import ROOT, files, name

import dev
from custodyhcp import cli

PAGES = [path for path in files() if path.suffix == ".md"]


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 dev.py demo" in text
    assert "python3 dev.py test" in text


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_command_that_is_written_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    known = {command.__name__ for command in dev.COMMANDS}
    assert set(re.findall(r"dev\.py ([a-z]+)", text)) <= known
    for command in re.findall(r"-m custodyhcp ([a-z]+)", text):
        with pytest.raises(SystemExit) as left:
            cli.main([command, "--help"])
        assert left.value.code == 0


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [link for link in inside if not (path.parent / link).exists()]


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "python3 dev.py test" in script
