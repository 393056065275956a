"""`python -m app.simulators.ats`: both systems on loopback, for trying out the integrations."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from app.core.process import die_with_parent
from app.settings import get_settings
from app.simulators.ats.application import application_of
from app.simulators.ats.state import Ats
from app.simulators.serving import HOST, serve

PORT = 12112


def main() -> None:
    """Say how to use it, and serve until Ctrl+C or two hours without a request."""
    parser = argparse.ArgumentParser(prog="python -m app.simulators.ats")
    parser.add_argument("key", help="an API key of the organisation's that orders")
    parser.add_argument("--ashby-key", default="ashby-simulator-key")
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args()
    die_with_parent()
    here = f"http://{HOST}:{options.port}"
    ats = Ats(
        base_url=here,
        partner_url=f"{get_settings().base_url.rstrip('/')}/partners",
        partner_key=options.key,
        ashby_key=options.ashby_key,
    )
    sys.stdout.write(
        f"Greenhouse and Ashby are simulated at {here}. Start Vivavoce with\n"
        f"  VIVAVOCE_WEBHOOK_PRIVATE_HOSTS={HOST} VIVAVOCE_ASHBY_API_BASE={here}\n"
        f"and connect Ashby with the key {options.ashby_key}. Order interviews by\n"
        f"  POST {here}/control/greenhouse/send_test and {here}/control/ashby/start,\n"
        f"and look at {here}/control/greenhouse and {here}/control/ashby.\n"
    )
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(application_of(ats), ats, options.port))


if __name__ == "__main__":
    main()
