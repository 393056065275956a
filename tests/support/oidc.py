"""An OpenID provider on loopback that lies as it is told to, and a browser that visits it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from app.core.database import unit_of_work
from app.identity import connections
from app.identity.models import FirstSignIn

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT_ID, SECRET = "vivavoce", "a-secret-of-the-provider"


class Provider:
    """Its address, who signs in, and how it breaks the rules.

    `claims` are laid over those of the ID token; None leaves one out. `email_in_userinfo` keeps
    the address for the userinfo endpoint. Codes and PKCE are checked as a real provider does.
    """

    def __init__(self) -> None:
        self.url = ""
        self.reset()

    def reset(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})
        self.claims: dict[str, Any] = {}
        self.user: dict[str, Any] = {"sub": "subject-1"}
        self.email_in_userinfo = False
        self.unsigned = False
        self.signing_key: ECKey | None = None
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def is_person(self, email: str, *, sub: str = "", name: str = "", **claims: Any) -> None:
        """Who signs in from now on, with a verified address unless the claims say otherwise."""
        subject = sub or hashlib.sha256(email.encode()).hexdigest()[:16]
        self.user = {"sub": subject, "email": email, "email_verified": True, "name": name, **claims}

    def authorize(self, url: str) -> str:
        """What a browser comes back with from the authorization endpoint: the query."""
        query = dict(parse_qsl(urlsplit(url).query))
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return urlencode({"code": code, "state": query["state"], "iss": self.url})

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        query = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            query is None
            or query["code_challenge"] != challenge
            or query["redirect_uri"] != form.get("redirect_uri")
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, SECRET)
        ):
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self._id_token(query)}

    def _id_token(self, query: dict[str, str]) -> str:
        now = int(time.time())
        own = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        user = {"sub": self.user["sub"]} if self.email_in_userinfo else self.user
        claims = {**own, **user, "nonce": query.get("nonce"), **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.unsigned:
            parts = ({"alg": "none"}, claims)
            return (
                ".".join(
                    base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
                    for one in parts
                )
                + "."
            )
        key = self.signing_key or self.key
        header = {"alg": "ES256", "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=["ES256"])

    def answer(self, method: str, path: str, body: str) -> tuple[int, object]:
        self.asked.append(f"{method} {path}")
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/keys",
                    "userinfo_endpoint": f"{self.url}/userinfo",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    "code_challenge_methods_supported": ["S256"],
                    **self.metadata,
                }
            case "/keys":
                return 200, {"keys": [self.key.as_dict(private=False)]}
            case "/token":
                form = {name: values[0] for name, values in parse_qs(body).items()}
                tokens = self.tokens(form)
                return (200, tokens) if tokens else (400, {"error": "invalid_grant"})
            case "/userinfo":
                return 200, {**self.user, **self.userinfo}
        return 404, {}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider, while this block lasts."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, value = provider.answer(
                self.command, urlsplit(self.path).path, self.rfile.read(length).decode()
            )
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - as the library calls them

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def connect(actor, url: str, **changes: Any):
    """Set an organisation's single sign-on up, for example.com unless the changes say otherwise."""
    wanted = connections.Wanted(
        **{
            "slug": "example-works",
            "name": "Example ID",
            "discovery_url": url,
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "email_domains": ["example.com"],
            "first_sign_in": FirstSignIn.RECRUITER,
            **changes,
        }
    )
    async with unit_of_work() as session:
        return await connections.save(session, actor, wanted)
