"""An OpenID provider from a public package, which demands PKCE, for as long as tests run.

`python -m tests.support.oidc_server` installs it.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.npm import Package

PACKAGE = Package(Path(__file__).parent / "oidc_provider", "oidc-provider/lib/index.js")
CLIENT_ID, CLIENT_SECRET = "vivavoce", "a-secret-of-the-provider"
DOMAIN = "sso.example.com"

if __name__ == "__main__":
    print("The OpenID provider for tests is " + ("installed." if PACKAGE.install() else "there."))
