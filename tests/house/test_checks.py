"""Format, lint, types and layers: the same commands as ``python3 dev.py check``."""

from __future__ import annotations

import subprocess
import sys

import pytest
from checkout import ROOT

import dev


@pytest.mark.parametrize("check", sorted(dev.CHECKS))
def test_check(check: str) -> None:
    command = [sys.executable, *dev.CHECKS[check]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
