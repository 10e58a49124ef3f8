"""The commands. Each is imported only when it is asked for, so that the first paint is not late.

Exit codes: 0 done, 1 the answer is no, 2 cannot be used (``verify``); 75 the window was locked
by hand, 76 because nobody used it (``window``, understood by the supervisor that ``run`` is).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        return command(parsed)
    except BrokenPipeError:  # whoever reads has read enough: `rule --list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="custodyhcp", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _windows(commands)
    _outputs(commands)
    verify = commands.add_parser("verify", help="say whether an exported bundle is unaltered")
    verify.add_argument("bundle", type=Path)
    verify.add_argument(
        "--expect-key", help="the fingerprint of the suite's root key, as printed on its sheet"
    )
    verify.set_defaults(command=_verify)
    rule = commands.add_parser("rule", help="ask a rule: JSON cases in, JSON answers out")
    rule.add_argument("name", nargs="?")
    rule.add_argument("--list", action="store_true", dest="list_rules", help="the rules there are")
    rule.set_defaults(command=_rule)
    return parser


def _windows(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words, command in (
        ("run", "open custodyhcp; lock and user switch start a fresh process", _run),
        ("window", "one window, for one sign-in", _window),
    ):
        sub = commands.add_parser(name, help=words)
        sub.add_argument("--store", type=Path, help="the folder of the suite's store")
        sub.add_argument("--keyring-pipe", action="store_true", help=argparse.SUPPRESS)
        sub.add_argument("--demonstration", action="store_true", help=argparse.SUPPRESS)
        sub.add_argument("--locked", choices=("hand", "idle"), default="", help=argparse.SUPPRESS)
        sub.set_defaults(command=command)
    downtime = commands.add_parser(
        "downtime", help="read the copy of the briefings when everything else is down"
    )
    downtime.add_argument("--store", type=Path, help="the folder of the suite's store")
    downtime.add_argument("--text", action="store_true", help="without a window")
    downtime.set_defaults(command=_downtime)
    demo = commands.add_parser("demo", help="a throw-away suite of twelve invented people")
    demo.set_defaults(command=_demo)


def _outputs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words, command in (
        ("tour", "drive the real windows from set-up to verification", _tour),
        ("screens", "a picture of every screen in every theme", _screens),
    ):
        sub = commands.add_parser(name, help=words)
        sub.add_argument("--out", type=Path, required=True)
        sub.set_defaults(command=command)
    stage = commands.add_parser("tour-stage")
    stage.add_argument("stage")
    stage.add_argument("--out", type=Path, required=True)
    stage.set_defaults(command=_tour_stage)


def _run(parsed: argparse.Namespace) -> int:
    from custodyhcp import supervisor

    return supervisor.run(parsed.store, keyring_pipe=parsed.keyring_pipe)


def _window(parsed: argparse.Namespace) -> int:
    from custodyhcp import app

    return app.run_window(
        parsed.store,
        keyring_pipe=parsed.keyring_pipe,
        demonstration=parsed.demonstration,
        locked=parsed.locked,
    )


def _downtime(parsed: argparse.Namespace) -> int:
    """Needs the store's folder and the keyring; no ledger is opened, and nothing is written."""
    if not parsed.text:
        from custodyhcp import app

        return app.run_downtime(parsed.store)
    from custodyhcp import downtime_text

    return downtime_text.main(parsed.store)


def _demo(parsed: argparse.Namespace) -> int:
    from custodyhcp import demo

    return demo.main()


def _tour(parsed: argparse.Namespace) -> int:
    from custodyhcp.tour import command

    return command.main(parsed.out)


def _tour_stage(parsed: argparse.Namespace) -> int:
    from custodyhcp.tour import command

    return command.stage(parsed.stage, parsed.out)


def _screens(parsed: argparse.Namespace) -> int:
    from custodyhcp import screens

    return screens.main(parsed.out)


def _verify(parsed: argparse.Namespace) -> int:
    try:
        from custodyhcp.oversight import verifier
    except ImportError as missing:
        # a program that cannot run has found nothing out about the bundle
        print(f"The check cannot run: this Python has no {missing.name}.", file=sys.stderr)
        print("Use the Python of .venv, which `python3 dev.py` sets up.", file=sys.stderr)
        return 2

    return verifier.main(parsed.bundle, expect_key=parsed.expect_key)


def _rule(parsed: argparse.Namespace) -> int:
    from custodyhcp import rules

    if parsed.list_rules or not parsed.name:
        return rules.show(sys.stdout)
    try:
        return rules.ask(parsed.name, sys.stdin.buffer, sys.stdout)
    except BrokenPipeError:  # whoever asked has read enough, and closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
