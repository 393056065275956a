"""`make workday`: a Workday tenant on loopback, for trying out the synchronisation."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import sys

from app.core.outbound import WORKDAY_SIMULATOR
from app.core.process import die_with_parent
from app.simulators.serving import HOST, IDLE_S, serve
from app.simulators.workday.application import (
    APPLICATIONS,
    REQUISITIONS,
    SEED,
    application_of,
    simulate,
)
from app.simulators.workday.tenant import CLIENT_ID, CLIENT_SECRET, TENANT
from app.simulators.workday.tokens import FIRST

PORT = WORKDAY_SIMULATOR[1]


def main() -> None:
    """Say how to use it, and serve until Ctrl+C or two hours without a request."""
    parser = argparse.ArgumentParser(prog="python -m app.simulators.workday")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--requisitions", type=int, default=REQUISITIONS)
    parser.add_argument("--applications", type=int, default=APPLICATIONS)
    options = parser.parse_args()
    die_with_parent()
    check_port(options.port)
    tenant = simulate(
        seed=options.seed, requisitions=options.requisitions, applications=options.applications
    )
    here = f"http://{HOST}:{options.port}"
    sys.stdout.write(
        f"A Workday tenant is simulated at {here}  (Ctrl+C stops it; it stops by itself after "
        f"{IDLE_S / 3600:.0f} hours without a request).\nEnter under Credentials\n"
        f"  tenant address {here}\n  tenant         {TENANT}\n  client id      {CLIENT_ID}\n"
        f"  client secret  {CLIENT_SECRET}\n  refresh token  {FIRST}\n"
        f"Things are made to happen in it at {here}/_control.\n"
    )
    if options.port != PORT:
        sys.stdout.write(f"Start Vivavoce with VIVAVOCE_WEBHOOK_PRIVATE_HOSTS={HOST}.\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(application_of(tenant), tenant, options.port))


def check_port(port: int) -> None:
    """End in a sentence when something else listens there, such as a second simulator."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Port {port} is taken: the simulator may be running already.")


if __name__ == "__main__":
    main()
