"""Servers from public npm packages: installed into `var/` once for each lock file, then run.

Only the installation needs the network.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app import frontend

if TYPE_CHECKING:
    from collections.abc import Iterator

_BIN = Path(sys.executable).parent


class Package:
    """What the lock file in `source` names, with `entry` as the module to be run.

    `source` also has `server.mjs`, which is given the entry's path, prints the server's address
    and ends with its standard input.
    """

    def __init__(self, source: Path, entry: str) -> None:
        self.source = source
        self.folder = frontend.ROOT / "var" / source.name
        self.entry = self.folder / "node_modules" / entry

    def install(self) -> bool:
        """Install it unless that has been done; whether it had to be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = hashlib.sha256((self.source / "package-lock.json").read_bytes()).hexdigest()
        stamp = self.folder / "installed"
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.entry.exists() and stamp.exists() and stamp.read_text() == wanted:
                return False
            for name in ("package.json", "package-lock.json"):
                shutil.copy(self.source / name, self.folder / name)
            done = subprocess.run(
                [_BIN / "npm", "ci", "--ignore-scripts"],
                cwd=self.folder,
                env=frontend.environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                raise RuntimeError(f"{self.source.name} could not be installed:\n{done.stderr}")
            stamp.write_text(wanted)
        return True

    @contextmanager
    def running(self, *arguments: str) -> Iterator[str]:
        """The server's address, while this block lasts."""
        self.install()
        process = subprocess.Popen(
            [_BIN / "node", self.source / "server.mjs", self.entry, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(timeout=10)
            process.stdout.close()
