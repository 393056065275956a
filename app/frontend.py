"""Building the browser's side, and only when something it is made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / ".web" / "build" / "client"
MANIFEST = ROOT / "reflex.lock" / "package.json"
STAMP = ROOT / ".web" / "vivavoce.stamp"
SOURCES = (
    "app/app.py",
    "app/pages",
    "api/integrations",
    "components",
    "state",
    "assets",
    "rxconfig.py",
)
# Reflex bakes the address of the server into one small file; made relative to the page, the
# same build serves any host and port.
_BAKED = re.compile(r"([`\"'])(http|ws)s?://[^/`\"']+(/[^`\"']*)\1")


class BuildError(RuntimeError):
    """The front end could not be built; the message ends with what the tools said."""


def environment() -> dict[str, str]:
    """The variables under which Reflex builds with this environment's own Node, quietly."""
    bin_dir = str(Path(sys.executable).parent)
    variables = {
        **os.environ,
        "PATH": f"{bin_dir}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "NPM_CONFIG_FUND": "false",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
        # The committed lock names no registry, and a build leaves it as it is.
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
    }
    if "NPM_CONFIG_REGISTRY" not in variables:
        found = subprocess.run(  # noqa: S603
            [f"{bin_dir}/npm", "config", "get", "registry"],
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        if found.startswith("http"):
            variables["NPM_CONFIG_REGISTRY"] = found
    return variables


def fingerprint() -> str:
    """A digest of everything that the build is made of."""
    digest = hashlib.sha256()
    for name in SOURCES:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update((ROOT / "requirements.lock").read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the last build was of exactly these sources."""
    return STAMP.is_file() and BUILD.is_dir() and STAMP.read_text(encoding="utf-8") == fingerprint()


def build() -> bool:
    """Build unless the last build still stands; whether it built. Raises BuildError."""
    if is_current():
        return False
    STAMP.unlink(missing_ok=True)
    made_of = fingerprint()
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not BUILD.is_dir():
        said = (done.stdout + done.stderr).strip()[-3000:]
        raise BuildError(f"The front end could not be built. The tools said:\n{said}")
    follow_the_page(BUILD)
    settle_manifest(MANIFEST)
    STAMP.write_text(made_of, encoding="utf-8")
    return True


def settle_manifest(manifest: Path) -> None:
    """Write Reflex's package.json in one order of keys: its own changes from build to build."""
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def follow_the_page(client: Path) -> None:
    """Replace the baked server address with that of the page. Raises BuildError without one."""
    changed = 0
    for file in client.glob("assets/reflex-env-*.js"):
        text = file.read_text(encoding="utf-8")
        relative = _BAKED.sub(_from_page, text)
        changed += relative != text
        file.write_text(relative, encoding="utf-8")
        packed = file.with_suffix(".js.gz")
        if packed.exists():
            packed.write_bytes(gzip.compress(relative.encode(), mtime=0))
    if not changed:
        raise BuildError("The build holds no server address where one was expected.")


def _from_page(match: re.Match[str]) -> str:
    # "http:" and "https:" become "ws:" and "wss:" by what follows their first four letters.
    scheme = '"ws"+location.protocol.slice(4)' if match[2] == "ws" else "location.protocol"
    return f'({scheme}+"//"+location.host+"{match[3]}")'


def main() -> None:
    """Build, saying so."""
    print("Building the front end (about 20 seconds the first time) …", flush=True)  # noqa: T201
    try:
        built = build()
    except BuildError as error:
        raise SystemExit(str(error)) from None
    print("Built." if built else "Nothing has changed since the last build.")  # noqa: T201


if __name__ == "__main__":
    main()
