"""The receivers of the page take what we signed, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from app.core.ids import new_id
from app.webhooks import signing
from components.reference_recipes import RECEIVE_BY_HAND, RECEIVE_BY_PACKAGE, SECRET_VARIABLE
from tests.support.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE = Path(sys.executable).with_name("node")
RECEIVERS = {
    "package": (sys.executable, "receive.py", RECEIVE_BY_PACKAGE),
    "python": (sys.executable, "receive.py", RECEIVE_BY_HAND["python"]),
    "javascript": (str(NODE), "receive.mjs", RECEIVE_BY_HAND["javascript"]),
}
SECRET, OTHER = signing.new_secret(), signing.new_secret()
BODY = b'{"id":"0190f3a2","type":"report.generated","data":{"summary":"\\u00e9"}}'


@pytest.fixture(scope="module", params=RECEIVERS)
def receiver(request, tmp_path_factory) -> Iterator[str]:
    """The address of an example that is running."""
    program, name, code = RECEIVERS[request.param]
    file = tmp_path_factory.mktemp("receiver") / name
    file.write_text(code, encoding="utf-8")
    port = free_port()
    process = subprocess.Popen(
        [program, str(file)],
        env={**os.environ, "PORT": str(port), SECRET_VARIABLE: SECRET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # Node is started by a script of Python's: both have to end.
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.post(address, content=b"{}", timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError(f"the example did not start: {process.stdout.read().decode()}")


def status(address: str, body: bytes = BODY, **headers: str) -> int:
    return httpx.post(address, content=body, headers=headers, timeout=10).status_code


def signed(*, at: datetime | None = None, secret: str = SECRET, old: str | None = None):
    return signing.headers(new_id(), BODY, at or datetime.now(UTC), secret=secret, old_secret=old)


def test_what_we_signed_is_taken(receiver: str) -> None:
    assert status(receiver, **signed()) == 204


def test_another_body_is_refused(receiver: str) -> None:
    assert status(receiver, BODY.replace(b"report", b"retort"), **signed()) == 400


def test_another_secret_is_refused(receiver: str) -> None:
    assert status(receiver, **signed(secret=OTHER)) == 400


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_delivery_played_again_is_refused(receiver: str, minutes: int) -> None:
    played = signed(at=datetime.now(UTC) + timedelta(minutes=minutes))

    assert status(receiver, **played) == 400


@pytest.mark.parametrize("headers", [{}, {"X-Signature-256": "sha256=é", "webhook-id": "1"}])
def test_what_is_not_signed_is_refused_and_the_receiver_goes_on(receiver, headers) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    assert httpx.post(receiver, content=BODY, headers=raw, timeout=10).status_code == 400
    assert status(receiver, **signed()) == 204


def test_while_a_secret_is_replaced_receivers_with_the_new_one_work(receiver: str) -> None:
    assert status(receiver, **signed(old=OTHER)) == 204


@pytest.mark.parametrize("receiver", ["package"], indirect=True)
def test_with_the_package_the_old_secret_works_as_long_as_both_are_valid(receiver: str) -> None:
    assert status(receiver, **signed(secret=OTHER, old=SECRET)) == 204
