"""The product as people run it: `python -m app.server`, in processes of its own."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, SEED_SECONDS = 240, 400
TEMPLATE_URL = "http://demo.example.com"
SHARED_DEMO = "VIVAVOCE_TEST_DEMO"
"""Names the folder in which the workers of one run of tests share a demo."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@lru_cache(maxsize=1)
def demo_template() -> Path:
    """A folder with a fresh demo: the one that all workers of a run of tests share, or our own."""
    shared = os.environ.get(SHARED_DEMO)
    if shared is None:
        own = tempfile.TemporaryDirectory(prefix="vv")
        atexit.register(own.cleanup)
        shared = own.name
    folder = Path(shared) / "demo"
    with (folder.with_suffix(".lock")).open("w") as lock:
        # Only who makes it holds the lock: one kept while in use would shut out who comes later.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            seed(folder)
    return folder


def seed(folder: Path) -> None:
    """Make a demo in that folder."""
    subprocess.run(
        [sys.executable, "-m", "app.prepare"],
        cwd=ROOT,
        env={
            **os.environ,
            "VIVAVOCE_BASE_URL": TEMPLATE_URL,
            "VIVAVOCE_VAR_DIR": str(folder),
        },
        check=True,
        capture_output=True,
        timeout=SEED_SECONDS,
    )


class Server:
    """A running server on loopback, with a folder and so a database of its own."""

    def __init__(self, var_dir: Path, **variables: str) -> None:
        self.var_dir = var_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = var_dir / "server.log"
        self.variables = variables
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database_url(self) -> str:
        return self.variables.get(
            "VIVAVOCE_DATABASE_URL", f"sqlite+aiosqlite:///{self.var_dir / 'vivavoce.db'}"
        )

    @property
    def demo(self) -> dict[str, Any]:
        """What the demo seed wrote down."""
        return json.loads((self.var_dir / "demo.json").read_text(encoding="utf-8"))

    def start(self) -> Server:
        self._copy_demo()
        environment = {
            **os.environ,
            "VIVAVOCE_BASE_URL": self.url,
            "VIVAVOCE_VAR_DIR": str(self.var_dir),
            "REFLEX_STATES_WORKDIR": str(self.var_dir / "states"),
            **self.variables,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.server"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def _copy_demo(self) -> None:
        """Begin with a copy of the demo, which takes longer to make than the server to start."""
        is_own = {"VIVAVOCE_DATABASE_URL", "VIVAVOCE_SECRET_KEY"} & set(self.variables)
        if is_own or (self.var_dir / "vivavoce.db").exists():
            self.var_dir.mkdir(parents=True, exist_ok=True)
            return
        shutil.copytree(demo_template(), self.var_dir, dirs_exist_ok=True)
        facts = self.var_dir / "demo.json"
        facts.write_text(facts.read_text("utf-8").replace(TEMPLATE_URL, self.url), "utf-8")

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/ping", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, to every process of it."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None
