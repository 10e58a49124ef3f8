#!/usr/bin/env python3
"""One door for everything that is done to this project: ``python3 dev.py COMMAND``.

Standard library only, on Linux and Windows. It makes ``.venv`` beside itself, installs exactly what
``locks/`` names (with hashes; nothing else may come in), looks for what Qt needs of the system, and
then runs the command. Nothing is installed twice while a lock stays the same.

Exit codes: that of the command; 3 where something of this machine is missing, said in plain words.
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = HOME / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = HOME / "custodyhcp-installed.json"
OLDEST = (3, 11)
ROOM_NEEDED = 2_000_000_000  # bytes: the environment is 0.8 GB, and pip unpacks beside it
MACHINE = 3  # the exit code for "this machine lacks something"

# What Qt and the documents need of a Linux machine: the library as the loader names it, and the
# package that brings it. The first group must be there; the second only where there is a screen.
LIBRARIES = (
    ("EGL", "libegl1"),
    ("GL", "libgl1"),
    ("xkbcommon", "libxkbcommon0"),
    ("fontconfig", "libfontconfig1"),
    ("dbus-1", "libdbus-1-3"),
    ("glib-2.0", "libglib2.0-0"),
)
SCREEN_LIBRARIES = (
    ("xcb-cursor", "libxcb-cursor0"),
    ("xcb-icccm", "libxcb-icccm4"),
    ("xcb-image", "libxcb-image0"),
    ("xcb-keysyms", "libxcb-keysyms1"),
    ("xcb-render-util", "libxcb-render-util0"),
    ("xcb-shape", "libxcb-shape0"),
    ("xcb-xkb", "libxcb-xkb1"),
    ("xkbcommon-x11", "libxkbcommon-x11-0"),
)
# Names come in every script. Without these the letters that Inter lacks are drawn as boxes.
FONTS = (
    ("DejaVuSans", "fonts-dejavu-core"),
    ("NotoSansArabic", "fonts-noto-core"),
    ("unifont", "fonts-unifont"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
POSTGRESQL = Path("/usr/lib/postgresql")

CHECKS = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy", "--no-incremental"),  # its cache has missed new modules
    "layers": ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
}


class Missing(Exception):
    """This machine lacks something. The text says what, and what to type."""


# --- the environment ---------------------------------------------------------------------------


def prepare(lock: str) -> None:
    """Make ``.venv`` hold what ``locks/<lock>.txt`` names: 'run', or 'dev', which holds 'run'."""
    if not _starts():
        _make()
    wanted = {name: _digest(name) for name in (("run", "dev") if lock == "dev" else ("run",))}
    installed = _stamp()
    if all(installed.get(name) == digest for name, digest in wanted.items()):
        return
    _room()
    _install(lock)
    _see_ourselves()
    STAMP.write_text(json.dumps({**installed, **wanted}), encoding="utf-8")


def _starts() -> bool:
    """Whether ``.venv`` holds a Python that still runs and is new enough."""
    if not PYTHON.exists():
        return False
    try:
        return subprocess.run([PYTHON, "-c", _TOO_OLD], capture_output=True).returncode == 0
    except OSError:
        return False


_TOO_OLD = f"import sys; sys.exit(sys.version_info < {OLDEST})"


def _make() -> None:
    _room()
    say("Making .venv with Python {}.{} ...".format(*sys.version_info[:2]))
    STAMP.unlink(missing_ok=True)
    try:
        venv.create(HOME, with_pip=True, clear=HOME.exists())
    except (OSError, subprocess.CalledProcessError) as problem:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        if shutil.which("apt-get") and not _apt([package]):
            raise Missing(
                f"This Python cannot make an environment. Type:\n\n    {_command([package])}"
            ) from problem
        venv.create(HOME, with_pip=True, clear=True)


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / "locks" / (lock + ".txt")).read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        read = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < ROOM_NEEDED and not STAMP.exists():
        raise Missing(
            f"The disk is nearly full: {free / 1e9:.1f} GB are free and {ROOM_NEEDED / 1e9:.1f} GB "
            "are needed. Make room and type the same command again."
        )


def _install(lock: str) -> None:
    say(f"Installing what locks/{lock}.txt names (the first time takes a minute or two) ...")
    started = time.monotonic()
    how = ["--require-hashes", "--only-binary=:all:", "--progress-bar=off", "--no-input"]
    how += ["--quiet", "--disable-pip-version-check", "-r", str(ROOT / "locks" / (lock + ".txt"))]
    done = subprocess.run(
        [PYTHON, "-m", "pip", "install", *how],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise Missing(_why_not(done.stdout))
    say(f"Installed in {time.monotonic() - started:.0f} s.")


REASONS = (
    (
        r"No space left on device|Errno 28|not enough space",
        "The disk is full. Make room and type the same command again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package is not the one that was locked. Nothing of it was installed. If this happens "
        "again, tell the people who look after this project: it may be an attack.",
    ),
    (
        r"name resolution|NewConnectionError|Failed to establish|Network is unreachable|getaddrinfo"
        r"|ConnectTimeout|Read timed out|ProxyError|ConnectionResetError|Connection refused",
        "No package index can be reached. The network is needed once, to install; after that it "
        "never is. Connect, and type the same command again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The package index's certificate is not trusted here. If your organisation inspects "
        "traffic, set PIP_CERT to its certificate file and type the same command again.",
    ),
    (
        r"No matching distribution|from versions: ",
        "The package index has no build of a locked package for this machine. "
        "Python 3.11 to 3.13 on 64-bit Linux or Windows is what is tested.",
    ),
)


def _why_not(output: str) -> str:
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    for pattern, words in REASONS:
        if re.search(pattern, output):
            return words + "\n\npip said:\n" + tail
    return "The packages could not be installed. pip said:\n" + tail


def _see_ourselves() -> None:
    """Let ``.venv`` import this checkout from any folder, without a build."""
    for packages in HOME.glob("Lib/site-packages" if WINDOWS else "lib/python*/site-packages"):
        (packages / "custodyhcp-checkout.pth").write_text(str(ROOT) + "\n", encoding="utf-8")


# --- the machine -------------------------------------------------------------------------------


def machine(screen: bool = False, tests: bool = False) -> None:
    """See that the system libraries and fonts are there; install them where that is allowed."""
    if WINDOWS or sys.platform == "darwin":
        return
    wanted = LIBRARIES + (SCREEN_LIBRARIES if screen else ())
    lacking = [package for library, package in wanted if not _library(library)]
    fonts = [package for name, package in FONTS if not _font(name)]
    server = ["postgresql"] if tests and not _postgresql() else []
    packages = lacking + fonts + server
    if not packages or _apt(packages):
        return
    if lacking:
        raise Missing("Qt needs libraries that are not here. Type:\n\n    " + _command(packages))
    say("Works without, better with (letters of every script; tests on PostgreSQL):")
    say("    " + _command(packages))


def _library(name: str) -> bool:
    if ctypes.util.find_library(name):
        return True
    folders = ("/lib", "/usr/lib", "/usr/lib64", "/usr/local/lib")
    return any(next(Path(folder).glob("**/lib" + name + ".so.*"), None) for folder in folders)


def _font(name: str) -> bool:
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(next(folder.glob("**/" + name + "*"), None) for folder in folders if folder.is_dir())


def _postgresql() -> bool:
    return bool(shutil.which("initdb") or next(POSTGRESQL.glob("*/bin/initdb"), None))


def _apt(packages: list[str]) -> bool:
    """Install with apt-get where that may be done without asking. Whether all of it is there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say("Installing " + " ".join(packages) + " ...")
    settled = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, capture_output=True, env=settled, encoding="utf-8")
        if command is install and done.returncode == 0:
            return True
    say(done.stderr)
    return False


def _command(packages: list[str]) -> str:
    if not shutil.which("apt-get") and shutil.which("dnf"):
        return "sudo dnf install -y " + " ".join(DNF.get(name, name) for name in packages)
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)


DNF = {
    "libegl1": "libglvnd-egl",
    "libgl1": "libglvnd-glx",
    "libxkbcommon0": "libxkbcommon",
    "libfontconfig1": "fontconfig",
    "libdbus-1-3": "dbus-libs",
    "libglib2.0-0": "glib2",
    "libxcb-cursor0": "xcb-util-cursor",
    "libxcb-icccm4": "xcb-util-wm",
    "libxcb-image0": "xcb-util-image",
    "libxcb-keysyms1": "xcb-util-keysyms",
    "libxcb-render-util0": "xcb-util-renderutil",
    "libxcb-shape0": "libxcb",
    "libxcb-xkb1": "libxcb",
    "libxkbcommon-x11-0": "libxkbcommon-x11",
    "fonts-dejavu-core": "dejavu-sans-fonts",
    "fonts-noto-core": "google-noto-sans-arabic-fonts",
    "fonts-unifont": "unifont-fonts",
    "postgresql": "postgresql-server",
}


def _environment(offscreen: bool) -> dict[str, str]:
    """The environment of a command: as it is, and with no window drawn where it says so."""
    settled = dict(os.environ, PYTHONUTF8="1")
    if offscreen:
        settled["QT_QPA_PLATFORM"] = "offscreen"
    if not WINDOWS and not settled.get("XDG_RUNTIME_DIR"):
        settled["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="custodyhcp-run-")
    return settled


def _has_screen() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return WINDOWS or sys.platform == "darwin" or any(os.environ.get(name) for name in names)


def python(*arguments: str, offscreen: bool = False, here: bool = False) -> int:
    """Run the environment's Python; ``here`` keeps the caller's folder, for paths they typed."""
    settled = _environment(offscreen)
    try:
        command = [str(PYTHON), *arguments]
        return subprocess.run(command, cwd=None if here else ROOT, env=settled).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if "XDG_RUNTIME_DIR" not in os.environ and "XDG_RUNTIME_DIR" in settled:
            shutil.rmtree(settled["XDG_RUNTIME_DIR"], ignore_errors=True)


# --- the commands ------------------------------------------------------------------------------


def demo(rest: list[str]) -> int:
    """Open the application on a throw-away suite of twelve invented people."""
    machine(screen=_has_screen())
    prepare("run")
    return python("-m", "custodyhcp", "demo", *rest, here=True)


def run(rest: list[str]) -> int:
    """Open the application on this machine's own store."""
    machine(screen=True)
    prepare("run")
    return python("-m", "custodyhcp", "run", *rest, here=True)


def tour(rest: list[str]) -> int:
    """Drive the real windows through the whole story (--out DIR)."""
    machine(screen=_has_screen())
    prepare("run")
    return python("-m", "custodyhcp", "tour", *rest, offscreen=not _has_screen(), here=True)


def screens(rest: list[str]) -> int:
    """Draw every screen in every theme (--out DIR)."""
    machine()
    prepare("run")
    return python("-m", "custodyhcp", "screens", *rest, offscreen=True, here=True)


def test(rest: list[str]) -> int:
    """Run the tests: all of them, or those that pytest's own arguments choose."""
    machine(tests=True)
    prepare("dev")
    # A process that dies fails the run at once; replacing it has been seen to hang the rest.
    spread = ["-n", str(min(8, os.cpu_count() or 1)), "--dist", "loadscope"]
    chosen = rest or [*spread, "--max-worker-restart", "0"]
    return python("-m", "pytest", *chosen, offscreen=True)


def soak(rest: list[str]) -> int:
    """Run the long tests, which are not run at every change."""
    machine(tests=True)
    prepare("dev")
    return python("-m", "pytest", "-m", "soak", *rest, offscreen=True)


def check(rest: list[str]) -> int:
    """Format, lint, types, layers: what the tests check as well, by itself."""
    prepare("dev")
    failed = [name for name in CHECKS if (not rest or name in rest) and not checked(name)]
    say("Not right: " + ", ".join(failed) if failed else "All right.")
    return 1 if failed else 0


def checked(name: str) -> bool:
    """Whether one of CHECKS passes; it prints what it found."""
    return python(*CHECKS[name]) == 0


def fix(rest: list[str]) -> int:
    """Mend what can be mended by itself: format, and the lint that has one answer."""
    prepare("dev")
    mended = python("-m", "ruff", "check", "--fix", *rest)
    return python("-m", "ruff", "format", *rest) or mended


def bench(rest: list[str]) -> int:
    """Measure (--json FILE)."""
    machine()
    prepare("dev")
    return python("-m", "bench", *rest, offscreen=True, here=True)


def package(rest: list[str]) -> int:
    """Build a folder in dist/ that runs without Python installed."""
    machine(screen=True)  # what is not here cannot be put into the folder
    prepare("dev")
    return python("-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *rest, "build.spec")


def lock(rest: list[str]) -> int:
    """Settle the newest versions that pyproject.toml allows, with hashes, into locks/."""
    prepare("dev")
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    how += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *rest]
    compile_ = ["-m", "uv", "pip", "compile", "pyproject.toml", *how]
    return python(*compile_, "-o", "locks/run.txt") or python(
        *compile_, "--group", "dev", "-c", "locks/run.txt", "-o", "locks/dev.txt"
    )


COMMANDS = (demo, test, run, tour, screens, check, fix, bench, soak, package, lock)


def say(words: str) -> None:
    print(words, flush=True)


def main() -> int:
    if sys.version_info < OLDEST:
        raise Missing(
            "Python {}.{} or newer is needed; this is {}.{}.{}".format(
                *OLDEST, *sys.version_info[:2], _another()
            )
        )
    listed = "\n".join("  {:9}{}".format(do.__name__, (do.__doc__ or "")) for do in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Everything that is done to this project.\n\n" + listed,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    named = {command.__name__: command for command in COMMANDS}
    parser.add_argument("command", choices=named, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the command")
    parsed = parser.parse_args()
    return named[parsed.command](parsed.rest)


def _another() -> str:
    found = next(
        (name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)), ""
    )
    return " Try: {} {}".format(found, " ".join(sys.argv)) if found else ""


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Missing as missing:
        print(missing, file=sys.stderr)
        raise SystemExit(MACHINE) from None
