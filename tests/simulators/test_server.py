"""The simulator as it is started by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from app.simulators.serving import serve
from app.simulators.stripe.application import application_of, simulate
from tests.support.server import ROOT, free_port


def command(tmp_path, port: int, **variables: str) -> dict:
    environment = {
        **os.environ,
        "VIVAVOCE_VAR_DIR": str(tmp_path),
        "VIVAVOCE_STRIPE_API_BASE": f"http://127.0.0.1:{port}",
        **variables,
    }
    return {
        "args": [sys.executable, "-m", "app.simulators.stripe"],
        "cwd": ROOT,
        "env": environment,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }


def test_it_says_where_it_is_serves_there_and_stops_when_told(tmp_path) -> None:
    port = free_port()
    with subprocess.Popen(**command(tmp_path, port)) as process:
        try:
            assert f"http://127.0.0.1:{port}" in process.stdout.readline()
            for _ in range(600):
                try:
                    page = httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            assert "simulator" in page.text
            second = subprocess.run(**command(tmp_path, port), timeout=120, check=False)
            assert (second.returncode, "is taken" in second.stdout) == (1, True)
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0


@pytest.mark.parametrize(
    "variables",
    [
        {"VIVAVOCE_STRIPE_SECRET_KEY": "sk_live_x", "VIVAVOCE_STRIPE_WEBHOOK_SECRET": "whsec_x"},
        {
            "VIVAVOCE_ENVIRONMENT": "production",
            "VIVAVOCE_SECRET_KEY": "a secret key of more than thirty-two characters",
            "VIVAVOCE_BASE_URL": "https://vivavoce.example.com",
        },
        {"VIVAVOCE_STRIPE_API_BASE": "http://192.0.2.1:12111"},
    ],
    ids=["real key", "production", "not loopback"],
)
def test_it_starts_for_the_demo_and_on_loopback_alone(tmp_path, variables: dict) -> None:
    started = subprocess.run(
        **command(tmp_path, free_port(), **variables), timeout=120, check=False
    )
    assert started.returncode == 1
    assert "Traceback" not in started.stdout


async def test_it_stops_by_itself_when_nobody_asks(tmp_path) -> None:
    simulation = simulate(
        base_url="http://127.0.0.1:1",
        secret_key="k",
        webhook_secret="w",
        webhook_url="http://127.0.0.1:9",
    )
    await serve(application_of(simulation), simulation, free_port(), idle_s=0.2)
