"""``python -m bench --json FILE``: every measurement, one run. Nothing is left behind."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import sleep

from bench import finding, opening, recording, remembering, starting, verifying
from bench.building import fill, found
from bench.measuring import Result

LARGE = 200_000


def run(json_path: Path | None, *, size: int = LARGE) -> list[Result]:
    """Measures everything; writes ``[{"name", "ratio", "reach", "against", "seconds"}]``; a row of
    memory has ``bytes`` for ``seconds``."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="custodyhcp-bench-") as made:
        folder = Path(made)
        for part in ("start", "plain", "person", "memory", "large"):
            (folder / part).mkdir()
        _say(results, starting.measure(folder / "start"))
        _say(results, recording.against_plain_sqlite(folder / "plain"))
        _say(results, opening.measure(folder / "person"))
        _say(results, finding.measure())
        _say(results, remembering.measure(folder / "memory"))
        large = found(folder / "large" / "suite")
        fill(large, size)
        large.reopen()
        while not large.ledger.checked:
            sleep(0.1)  # the check and the copy that follow a start are nobody's time
        _say(results, verifying.measure(large))
        _say(results, recording.in_a_large_ledger(large, folder / "large"))
        large.ledger.close()
    if json_path is not None:
        json_path.write_text(json.dumps([one.as_json() for one in results], indent=1) + "\n")
    return results


def _say(results: list[Result], more: list[Result]) -> None:
    for one in more:
        results.append(one)
        sys.stdout.write(one.line() + "\n")
        sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--size", type=int, default=LARGE, help="entries in the large ledger")
    parsed = parser.parse_args(arguments)
    run(parsed.json, size=parsed.size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
