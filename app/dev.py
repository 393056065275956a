"""`make dev`: serve on one port with reload. A page is as new as its last refresh."""

from __future__ import annotations

import os
import subprocess
import sys

from app import frontend, prepare
from app.server import address_of, check_port
from app.settings import SettingsError, get_settings


def main() -> None:
    """Prepare the database and hand over to Reflex's own reloading server."""
    os.chdir(frontend.ROOT)
    try:
        host, port = address_of(get_settings())
    except SettingsError as error:
        sys.exit(str(error))
    check_port(host, port)
    prepare.in_its_own_process()
    # The build of `make run` shares the folder: it is no longer what the stamp says.
    frontend.STAMP.unlink(missing_ok=True)
    address = ("--backend-host", host, "--backend-port", str(port), "--frontend-port", str(port))
    command = [sys.executable, "-m", "reflex", "run", "--env", "preview", *address]
    try:
        subprocess.run(command, env=frontend.environment(), check=False)  # noqa: S603
    except KeyboardInterrupt:
        pass
    finally:
        frontend.settle_manifest(frontend.MANIFEST)


if __name__ == "__main__":
    main()
