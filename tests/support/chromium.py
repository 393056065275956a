"""A Chromium for the browser tests: one that is there, or else one that is fetched.

`python -m tests.support.chromium` says which it is, and fetches it if need be.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DOWNLOAD_SECONDS = 300


def installed() -> str | None:
    """The path of a Chromium on this machine, or of Playwright's own, if there is one."""
    named = os.environ.get("VIVAVOCE_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def attempt(*command: str) -> bool:
    try:
        done = subprocess.run(
            command, timeout=DOWNLOAD_SECONDS, capture_output=True, text=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def fetch() -> str | None:
    """Try Playwright's download, then Debian's package; the path, or None."""
    print("There is no Chromium here. Trying Playwright's download …", flush=True)
    if attempt(sys.executable, "-m", "playwright", "install", "chromium") and installed():
        return installed()
    if shutil.which("apt-get"):
        print("That was not possible. Trying Debian's package …", flush=True)
        attempt("apt-get", "update", "-qq")
        attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    return installed()


def main() -> None:
    path = installed()
    if path:
        print(f"Browser tests use {path}.")
        return
    path = fetch()
    if not path:
        sys.exit(
            "The browser tests need Chromium, and neither Playwright nor apt-get could get one. "
            "Install it, or set VIVAVOCE_CHROMIUM to its path."
        )
    print(f"Browser tests use {path}, which was just installed.")


if __name__ == "__main__":
    main()
