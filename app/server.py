"""`make run`: prepare whatever is missing, then serve everything on one port."""

from __future__ import annotations

import os
import socket
import sys
from urllib.parse import urlsplit

from app import frontend, prepare
from app.core.envelope import check_keys
from app.core.process import die_with_parent
from app.prepare import say
from app.settings import Settings, SettingsError, get_settings


def address_of(settings: Settings) -> tuple[str, int]:
    """Host and port to listen on: loopback unless VIVAVOCE_HOST says otherwise."""
    host = os.environ.get("VIVAVOCE_HOST", "127.0.0.1")
    port = os.environ.get("VIVAVOCE_PORT")
    return host, int(port) if port else urlsplit(settings.base_url).port or 8000


def check_port(host: str, port: int) -> None:
    """End in a clear sentence when something else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise SystemExit(
                f"Port {port} on {host} is taken. Stop what listens there, or choose another: "
                f"VIVAVOCE_BASE_URL=http://{host}:{port + 1} make run"
            ) from None


def serve(host: str, port: int) -> None:
    """Serve pages, sockets and contracts until told to stop."""
    os.environ.update(frontend.environment())
    os.environ.setdefault("REFLEX_STATES_WORKDIR", ".states")
    from reflex.istate.manager import reset_disk_state_manager  # noqa: PLC0415
    from reflex.utils import exec as reflex_server  # noqa: PLC0415
    from reflex_base import constants  # noqa: PLC0415
    from reflex_base.environment import environment  # noqa: PLC0415

    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    reset_disk_state_manager()  # type: ignore[no-untyped-call]  # Reflex publishes no types
    reflex_server.run_backend_prod(
        host, port, constants.LogLevel.WARNING, mount_frontend_compiled_app=True
    )


def main() -> None:
    """Prepare and serve. Ends in a sentence, not a traceback, when something is missing."""
    os.chdir(frontend.ROOT)
    die_with_parent()
    try:
        settings = get_settings()
        check_keys()
        host, port = address_of(settings)
        check_port(host, port)
        if not frontend.is_current():
            say("Building the front end …")
            frontend.build()
    except (SettingsError, frontend.BuildError) as error:
        sys.exit(str(error))
    prepare.in_its_own_process()
    say(f"Vivavoce is at {settings.base_url}  (Ctrl+C stops it)")
    serve(host, port)


if __name__ == "__main__":
    main()
