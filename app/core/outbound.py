"""Requests to addresses that users gave, which must never reach into a private network.

A name is resolved once, every address it has is checked, and the connection is made to a checked
address: nothing can be swapped in between. Certificates are verified for the name all the same.
Redirects are not followed and no proxy is used.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from functools import lru_cache

import httpx

from app.core.errors import InvalidInputError
from app.settings import get_settings

TIMEOUT_S = 15.0
"""From resolving the name to the last byte that is read."""

MOST_READ = 4_096
"""So many bytes of an answer are read unless the caller needs more."""

LONGEST_URL = 2_000

WORKDAY_SIMULATOR = ("127.0.0.1", 12_113)
"""Where `make workday` serves; the demo may ask there although it is not public."""

_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}", re.IGNORECASE)
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",
    )
)
# All that is handed out of IPv6. Loopback, unique local, link-local, mapped and multicast
# addresses lie outside.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class OutboundError(Exception):
    """No answer came; the message says why and is fit to be shown."""


class RefusedAddressError(OutboundError):
    """The address may not be asked at all."""


@dataclass(slots=True)
class Answer:
    """What came back: the status, the headers by lower-case name, the beginning of the body."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    is_whole: bool = False
    """Whether the body was read to its end."""

    @property
    def text(self) -> str:
        """The body as far as it can be read."""
        return self.body.decode("utf-8", "replace").replace("\x00", "")


def check_url(value: object, *, field: str = "url") -> str:
    """An address that may be asked, as far as can be told without asking.

    Raises InvalidInputError naming the field.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise InvalidInputError("The address is needed.", field=field)
    if len(text) > LONGEST_URL:
        raise InvalidInputError(
            f"The address can have {LONGEST_URL:,} characters at most.", field=field
        )
    try:
        url = _parse(text)
        for address in _numeric(url):
            _require_public(url, address)
    except RefusedAddressError as error:
        raise InvalidInputError(str(error), field=field) from None
    return text


async def check_host(value: object, *, field: str = "url") -> None:
    """`check_url`, and where the name can be resolved now, that its addresses are public.

    To be called before a transaction is opened. Raises InvalidInputError naming the field.
    """
    url = _parse(check_url(value, field=field))
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await checked_addresses(url)
    except RefusedAddressError as error:
        raise InvalidInputError(str(error), field=field) from None
    except (OutboundError, TimeoutError):
        # A name may be registered later; every request looks again.
        return


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, in the order in which they should be tried."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundError("The name could not be resolved.") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def request(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes = b"",
    timeout: float = TIMEOUT_S,  # noqa: ASYNC109 - of the whole exchange, told in words
    most_read: int = MOST_READ,
) -> Answer:
    """Ask an address that a user gave, once.

    An answer whose body does not end in time, or is longer than `most_read` bytes, counts with
    what came of it: `is_whole` tells. Raises OutboundError where no answer came and
    RefusedAddressError where none was asked for.
    """
    came: list[Answer] = []
    try:
        async with asyncio.timeout(timeout):
            target = _parse(url)
            await _exchange(method, target, headers, content, came, most_read=most_read)
    except TimeoutError:
        if not came:
            raise OutboundError(f"No answer within {timeout:g} seconds.") from None
    except httpx.HTTPError as error:
        if not came:
            raise OutboundError(_words(error)) from None
    return came[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in network for network in _REFUSED_V4)
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)))
    if ip.sixtofour is not None:
        return is_public(str(ip.sixtofour))
    return ip in _GLOBAL_V6 and ip.is_global


def _parse(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
        host = _host(url)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise RefusedAddressError("This is not a web address.") from None
    if url.scheme not in _PORTS or not url.host:
        raise RefusedAddressError("The address must begin with https://.")
    is_port = url.port is None or 0 < url.port <= _LAST_PORT
    if not is_port or not _HOST.fullmatch(host):
        raise RefusedAddressError("This is not a web address.")
    if url.userinfo:
        raise RefusedAddressError("The address must not hold a user name or a password.")
    settings = get_settings()
    if url.scheme == "http" and not settings.is_demo and not _is_listed(url.host):
        raise RefusedAddressError("The address must begin with https://.")
    return url


def is_listed(url: str) -> bool:
    """Whether the operator allows the host of this address although it may be private."""
    parsed = httpx.URL(url)
    return _is_listed(parsed.host) or _is_simulator(parsed)


def _is_listed(name: str) -> bool:
    """Whether the operator allows this host or address although it may be private."""
    return name.lower() in (one.lower() for one in get_settings().webhook_private_hosts)


def _is_simulator(url: httpx.URL) -> bool:
    return get_settings().is_demo and (url.host, url.port) == WORKDAY_SIMULATOR


def _require_public(url: httpx.URL, address: str) -> None:
    is_allowed = _is_listed(url.host) or _is_listed(address) or _is_simulator(url)
    if not (is_public(address) or is_allowed):
        raise RefusedAddressError("The address leads into a private network.")


def _numeric(url: httpx.URL) -> list[str]:
    """The address itself where no name is given, however it is spelt (2130706433, 0x7f.1)."""
    try:
        found = socket.getaddrinfo(_host(url), None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


async def checked_addresses(url: httpx.URL) -> list[str]:
    """The addresses of a host, all of them public or listed by the operator.

    Raises RefusedAddressError, and OutboundError for a name that has none.
    """
    addresses = await resolve(_host(url), url.port or _PORTS[url.scheme])
    if not addresses:
        raise OutboundError("The name could not be resolved.")
    for address in addresses:
        _require_public(url, address)
    return addresses


async def _exchange(
    method: str,
    url: httpx.URL,
    headers: dict[str, str],
    content: bytes,
    came: list[Answer],
    *,
    most_read: int,
) -> None:
    """Ask at the first address that takes the connection; the answer is put into `came`."""
    addresses = await checked_addresses(url)
    for place, address in enumerate(addresses, start=1):
        asked = httpx.Request(
            method,
            url.copy_with(host=address),
            headers={
                "User-Agent": "Vivavoce",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **headers,
                "Host": url.netloc.decode("ascii"),
            },
            content=content,
            extensions={"sni_hostname": _host(url)},
        )
        try:
            await _ask(asked, came, most_read)
        except httpx.ConnectError:
            if place == len(addresses):
                raise
        else:
            return


async def _ask(asked: httpx.Request, came: list[Answer], most_read: int) -> None:
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    async with httpx.AsyncHTTPTransport(verify=_tls(), trust_env=False, limits=limits) as transport:
        response = await transport.handle_async_request(asked)
        answer = Answer(response.status_code, dict(response.headers))
        came.append(answer)
        read = bytearray()
        try:
            async for part in response.aiter_raw():
                read += part
                if len(read) > most_read:
                    break
            else:
                answer.is_whole = True
        finally:
            answer.body = bytes(read[:most_read])
            await response.aclose()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """What verifies certificates; to load the authorities takes too long for every request."""
    return httpx.create_ssl_context()


def _words(error: httpx.HTTPError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The certificate could not be verified: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return "The secure connection failed."
        if isinstance(cause, ConnectionRefusedError):
            return "The connection was refused."
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return "The connection failed."
    return "The connection ended before an answer came."
