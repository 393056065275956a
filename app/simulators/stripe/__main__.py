"""`make stripe`: the simulator for trying out top-ups, with the keys that the demo expects."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.billing.gateway import SIMULATOR_HOST, gateway
from app.core.process import die_with_parent
from app.settings import SettingsError, get_settings
from app.simulators.serving import IDLE_S, serve
from app.simulators.stripe.application import application_of, simulate

if TYPE_CHECKING:
    from app.simulators.stripe.simulation import Simulation


def prepared() -> tuple[Simulation, int]:
    """The simulator for this configuration and its port, or the end in a sentence."""
    settings = get_settings()
    provider = gateway()
    if provider is None or not provider.simulated:
        sys.exit(
            "The simulator is for the demo: this installation has a Stripe key, or is in "
            "production."
        )
    address = urlsplit(provider.api_base)
    if address.hostname not in {SIMULATOR_HOST, "localhost"} or address.port is None:
        sys.exit("VIVAVOCE_STRIPE_API_BASE has to be an address such as http://127.0.0.1:12111.")
    simulation = simulate(
        base_url=provider.api_base,
        secret_key=provider.secret_key,
        webhook_secret=provider.webhook_secret,
        webhook_url=f"{settings.base_url.rstrip('/')}/webhooks/stripe",
    )
    return simulation, address.port


def check_port(port: int) -> None:
    """End in a sentence when something else listens there, such as a second simulator."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((SIMULATOR_HOST, port))
        except OSError:
            sys.exit(f"Port {port} is taken: the simulator may be running already.")


async def run(simulation: Simulation, port: int) -> None:
    """Serve until Ctrl+C, the end of whoever started it, or two hours without a request."""
    loop = asyncio.get_running_loop()
    serving = asyncio.ensure_future(serve(application_of(simulation), simulation, port))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, serving.cancel)
    await asyncio.wait({serving})
    if not serving.cancelled():
        serving.result()


def main() -> None:
    """Say where it is, and serve."""
    die_with_parent()
    try:
        simulation, port = prepared()
    except SettingsError as error:
        sys.exit(str(error))
    check_port(port)
    sys.stdout.write(
        f"The Stripe simulator is at http://{SIMULATOR_HOST}:{port}  (Ctrl+C stops it; it stops "
        f"by itself after {IDLE_S / 3600:.0f} hours without a request)\n"
    )
    sys.stdout.flush()
    asyncio.run(run(simulation, port))
    # There is nothing to keep, and the server's threads can abort an interpreter that takes
    # itself apart around them.
    os._exit(0)


if __name__ == "__main__":
    main()
