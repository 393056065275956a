"""The contracts in a server process of their own, over whatever database the test has set up.

The same application that `make run` mounts, without screens and jobs, so that it starts quickly.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server

from api.integrations import routes
from api.web.application import create_application
from app.core.process import die_with_parent
from app.idempotency import service as idempotency
from tests.support.server import ROOT, free_port

START_SECONDS = 60


class ApiServer:
    """A running server on loopback; several of them share one database."""

    def __init__(self, **variables: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = variables
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ApiServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        # The address of the database and the folder come from the test's own environment.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.api_server", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "VIVAVOCE_BASE_URL": self.url, **self.variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                httpx.get(f"{self.url}/api/v1/integrations/openapi.json", timeout=5)
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
        self.kill()
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def crash(moment: str) -> None:
    """Have this process killed by SIGKILL at that moment of the next scheduling."""
    remembered = idempotency.remember
    told = routes.success

    def remember(*args: Any, **members: Any) -> None:
        remembered(*args, **members)
        os.kill(os.getpid(), signal.SIGKILL)

    def success(*args: Any, **members: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)
        return told(*args, **members)

    if moment == "before the commit":
        idempotency.remember = remember
    else:
        routes.success = success


def main() -> None:
    """Serve on the port that is the only argument, in this one process."""
    die_with_parent()
    if moment := os.environ.get("VIVAVOCE_TEST_CRASH"):
        crash(moment)
    server = Server(
        create_application(),
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
    )
    asyncio.run(server.serve())


if __name__ == "__main__":
    main()
