"""A mail server on loopback that accepts, puts off, refuses or dawdles, as a test wants it."""

from __future__ import annotations

import asyncio
import datetime
import email
import ipaddress
import ssl
from contextlib import asynccontextmanager
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.core import clock

if TYPE_CHECKING:
    from email.message import EmailMessage


class Mailbox:
    """What the server was sent. `answers` are given to RCPT, then DATA, before it accepts."""

    def __init__(
        self, *, refuse: list[str] | None = None, put_off: list[str] | None = None
    ) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuse = refuse or []
        self.put_off = put_off or []
        self.silent = asyncio.Event()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.refuse:
            return self.refuse.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.put_off:
            return self.put_off.pop(0)
        self.received.append(email.message_from_bytes(envelope.content, policy=default))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 Accepted"


class Silent(Mailbox):
    """Takes everything and never says so."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await super().handle_DATA(server, session, envelope)
        await self.silent.wait()
        return "250 Accepted"


class Lingering(Mailbox):
    """Accepts an e-mail, and then hangs up without a good-bye."""

    async def handle_QUIT(self, server, _session, _envelope):  # noqa: N802
        server.transport.abort()
        return "221 Bye"


def only(user: str, password: str):
    """An authenticator that lets in one user."""

    def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        is_known = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=is_known, handled=False)

    return check


@asynccontextmanager
async def mail_server(mailbox: Mailbox, *, tls: ssl.SSLContext | None = None, **options):
    """A server with that mailbox; gives its port. With `tls` the connection begins protected."""
    loop = asyncio.get_running_loop()
    protocols = []

    def connect() -> SMTP:
        protocols.append(SMTP(mailbox, hostname="mail.example.com", **options))
        return protocols[-1]

    server = await loop.create_server(connect, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        mailbox.silent.set()
        server.close()
        for protocol in protocols:
            if protocol.transport is not None:
                protocol.transport.abort()
        await server.wait_closed()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for 127.0.0.1, and the file by which a client may trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.com")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "certificate.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted
