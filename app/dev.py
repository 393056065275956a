"""`make dev`: serve with reload, the browser's side by Vite."""

from __future__ import annotations

import os
import sys

from app import frontend, prepare

FRONTEND, BACKEND = 3000, 8000


def main() -> None:
    """Prepare the database and hand over to Reflex's own reloading server."""
    os.chdir(frontend.ROOT)
    os.environ.setdefault("VIVAVOCE_BASE_URL", f"http://localhost:{FRONTEND}")
    os.environ.setdefault("REFLEX_API_URL", f"http://localhost:{BACKEND}")
    prepare.in_its_own_process()
    # The build of `make run` shares the folder: it is no longer what the stamp says.
    frontend.STAMP.unlink(missing_ok=True)
    ports = ("--frontend-port", str(FRONTEND), "--backend-port", str(BACKEND))
    command = [sys.executable, "-m", "reflex", "run", *ports]
    os.execve(sys.executable, command, frontend.environment())  # noqa: S606


if __name__ == "__main__":
    main()
