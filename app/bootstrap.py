"""Sets up the environment for `make`, with nothing but a Python and its standard library.

Creates `.venv`, installs uv from the hash in requirements.lock, and lets uv install the rest of
the lock. Does nothing when the last set-up was of the same lock and Python.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "vivavoce.stamp"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def say(words: str) -> None:
    """Show progress at once."""
    print(words, flush=True)


def run(*command: object, quiet: bool = False) -> None:
    """Run a tool; when it fails, end with what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(),
        capture_output=quiet,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = f"\n{(done.stdout + done.stderr).strip()[-2000:]}" if quiet else ""
        sys.exit(f"Set-up stopped: {Path(str(command[0])).name} failed.{said}")


def environment() -> dict[str, str]:
    """Our variables, with pip's own index and certificate handed on to uv."""
    variables = {**os.environ, "UV_NO_PROGRESS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if PYTHON.exists():
        listed = subprocess.run(
            [str(PYTHON), "-m", "pip", "config", "list"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for ours, theirs in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert")):
            found = re.search(rf"^\S+\.{theirs}='([^']+)'", listed, re.MULTILINE)
            if found:
                variables.setdefault(ours, found[1])
    return variables


def fingerprint() -> str:
    """A digest of what the environment is made from."""
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def locked(package: str) -> str:
    """The lines of the lock that pin one package, with its hashes."""
    found = re.search(
        rf"^{package}==(?:.*\\\n)*.*$", LOCK.read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        sys.exit(f"Set-up stopped: requirements.lock does not name {package}.")
    return found[0]


def create() -> None:
    """Make the environment anew and install the lock."""
    say(f"Setting up .venv with Python {sys.version.split()[0]} (a minute the first time) …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        sys.exit(
            "Set-up stopped: this Python cannot make virtual environments. Install its venv module "
            f"(on Debian: apt install python3-venv).\n{(made.stdout + made.stderr).strip()}"
        )
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "uv.txt"
        pinned.write_text(locked("uv") + "\n", encoding="utf-8")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", pinned, quiet=True)
    say("Installing the locked packages …")
    uv = VENV / "bin" / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK, quiet=True)
    STAMP.write_text(fingerprint(), encoding="utf-8")


def main() -> None:
    """Set up unless that is done."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            f"Vivavoce needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is "
            f"{sys.version.split()[0]}. Name another with: make PYTHON=python3.12 run"
        )
    if not (STAMP.exists() and PYTHON.exists() and STAMP.read_text("utf-8") == fingerprint()):
        create()


if __name__ == "__main__":
    main()
