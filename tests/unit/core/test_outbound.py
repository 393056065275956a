"""Asking addresses that users gave: never into a private network, never for long."""

from __future__ import annotations

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from app.core import outbound
from app.core.errors import InvalidInputError
from app.settings import get_settings
from tests.support.receiver import DRIP_BODY, DRIP_HEAD, DROP, HANG, Reply, receiver

PRIVATE_NETWORKS = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    "::/96",
    "::ffff:0:0/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)


@pytest.fixture(autouse=True)
def settings(monkeypatch, tmp_path):
    """Sets settings anew; loopback is allowed by its address."""

    def use(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"VIVAVOCE_{name.upper()}", value)
        get_settings.cache_clear()

    use(webhook_private_hosts="127.0.0.1", var_dir=str(tmp_path))
    yield use
    get_settings.cache_clear()


def names(monkeypatch, *addresses: str) -> None:
    """From now on every name has these addresses."""

    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    monkeypatch.setattr(outbound, "resolve", resolve)


async def ask(url: str, seconds: float = 10) -> outbound.Answer:
    return await outbound.request("POST", url, headers={}, content=b"{}", timeout=seconds)


@given(st.data())
def test_no_address_of_a_private_network_is_public(data) -> None:
    network = ipaddress.ip_network(data.draw(st.sampled_from(PRIVATE_NETWORKS)))
    offset = data.draw(st.integers(0, network.num_addresses - 1))
    assert not outbound.is_public(str(network[offset]))


@given(st.sampled_from(PRIVATE_NETWORKS[:10]), st.integers(0, 2**32))
def test_a_private_address_is_not_public_in_any_wrapping(network: str, offset: int) -> None:
    inner = ipaddress.IPv4Network(network)
    v4 = int(inner[offset % inner.num_addresses])
    for wrapped in (
        ipaddress.IPv6Address((0xFFFF << 32) | v4),
        ipaddress.IPv6Address((0x0064_FF9B << 96) | v4),
        ipaddress.IPv6Address((0x2002 << 112) | (v4 << 80)),
    ):
        assert not outbound.is_public(str(wrapped))


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "172.32.0.1"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert outbound.is_public(address)


@pytest.mark.parametrize("address", ["", "example.com", "fe80::1%eth0", "1.2.3", "::1%lo"])
def test_what_is_no_plain_address_is_not_public(address: str) -> None:
    assert not outbound.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:127.0.0.2]/",
        "https://2130706434/",
        "https://0x7f000002/",
        "https://0177.0.0.2/",
        "https://127.2/",
        "https://user@hooks.example.com/",
        "https://user:secret@hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//hooks.example.com/",
        "https://",
        "https:///path",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:0/",
        "https://a b.example.com/",
        "https://" + "a" * 64 + "\ud800.example.com/",
        "not an address",
        None,
        7,
        ["https://hooks.example.com/"],
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_when_it_is_entered(url) -> None:
    with pytest.raises(InvalidInputError) as refused:
        outbound.check_url(url)
    assert refused.value.field == "url"


def test_production_asks_by_https_alone_unless_a_host_is_allowed(settings) -> None:
    assert outbound.check_url("http://hooks.example.com/") == "http://hooks.example.com/"
    settings(
        environment="production",
        secret_key="x" * 40,
        base_url="https://vivavoce.example.com",
        webhook_private_hosts="Inside.Example.com, 10.1.1.1",
    )
    with pytest.raises(InvalidInputError):
        outbound.check_url("http://hooks.example.com/")
    assert outbound.check_url("https://hooks.example.com/")
    assert outbound.check_url("http://inside.example.com:8080/x")
    assert outbound.check_url("http://10.1.1.1/x")


async def test_a_host_that_leads_into_a_private_network_is_refused_before_it_is_saved(
    monkeypatch,
) -> None:
    names(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(InvalidInputError):
        await outbound.check_host("https://hooks.example.com/")
    names(monkeypatch, "93.184.215.14")
    await outbound.check_host("https://hooks.example.com/")


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.2",), ("10.0.0.1",), ("127.0.0.1", "127.0.0.2"), ("::1", "127.0.0.1")],
)
async def test_one_private_address_among_a_names_addresses_is_enough_to_refuse(
    monkeypatch, addresses
) -> None:
    names(monkeypatch, *addresses)
    async with receiver() as listening:
        with pytest.raises(outbound.RefusedAddressError):
            await ask(listening.url(host="hooks.example.com"))
    assert listening.connections == 0


async def test_a_name_that_is_allowed_may_lead_anywhere(monkeypatch, settings) -> None:
    settings(webhook_private_hosts="inside.example.com")
    names(monkeypatch, "127.0.0.2")
    async with receiver("127.0.0.2") as listening:
        assert (await ask(listening.url(host="inside.example.com"))).status == 200
        with pytest.raises(outbound.RefusedAddressError):
            await ask(listening.url(host="outside.example.com"))


async def test_the_connection_is_made_to_the_checked_address_under_the_given_name(
    monkeypatch,
) -> None:
    names(monkeypatch, "127.0.0.1")
    async with receiver() as listening:
        await ask(listening.url("/in?a=b%20c", host="hooks.example.com"))
    [request] = listening.received
    assert request.headers["host"] == f"hooks.example.com:{listening.port}"
    assert request.path == "/in?a=b%20c"
    assert request.body == b"{}"


async def test_the_next_address_is_tried_where_the_first_takes_no_connection(
    monkeypatch, settings
) -> None:
    settings(webhook_private_hosts="127.0.0.1,127.0.0.9")
    names(monkeypatch, "127.0.0.9", "127.0.0.1")
    async with receiver() as listening:
        assert (await ask(listening.url(host="hooks.example.com"))).status == 200


async def test_no_proxy_of_the_environment_is_used(monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with receiver() as listening:
        assert (await ask(listening.url())).status == 200


async def test_a_redirect_is_an_answer(monkeypatch) -> None:
    async with receiver() as target, receiver() as listening:
        listening.script["/"] = [Reply(302, headers={"Location": target.url()})]
        assert (await ask(listening.url())).status == 302
    assert target.connections == 0


@pytest.mark.parametrize("answer", [HANG, DRIP_HEAD])
async def test_an_answer_that_does_not_come_in_time_is_none(answer) -> None:
    async with receiver() as listening:
        listening.script["/"] = [answer]
        with pytest.raises(outbound.OutboundError, match=r"No answer within 0\.3 seconds\."):
            await ask(listening.url(), seconds=0.3)


async def test_a_body_without_an_end_is_cut_and_the_status_counts() -> None:
    async with receiver() as listening:
        listening.script["/"] = [DRIP_BODY]
        answer = await ask(listening.url(), seconds=0.5)
    assert answer.status == 200
    assert 0 < len(answer.body) < 100


async def test_of_a_long_body_the_beginning_is_read() -> None:
    async with receiver() as listening:
        listening.script["/"] = [Reply(body=b"x" * 1_000_000)]
        assert (await ask(listening.url())).body == b"x" * outbound.MOST_READ


async def test_what_goes_wrong_is_told_in_words() -> None:
    async with receiver() as listening:
        listening.script["/"] = [DROP]
        with pytest.raises(outbound.OutboundError, match="ended before an answer"):
            await ask(listening.url())
    with pytest.raises(outbound.OutboundError, match="refused"):
        await ask(listening.url())
    with pytest.raises(outbound.OutboundError, match="could not be resolved"):
        await ask("http://no-such-host.invalid/")


def certificate(tmp_path, name: str) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate for that name; trusted from `ca.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(pem)
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "ca.pem", tmp_path / "key.pem")
    return context


async def test_the_certificate_is_verified_for_the_name_and_the_name_is_sent(
    monkeypatch, tmp_path
) -> None:
    asked: list[str | None] = []
    tls = certificate(tmp_path, "hooks.example.com")
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    trusting = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    monkeypatch.setattr(outbound, "_tls", lambda: trusting)
    names(monkeypatch, "127.0.0.1")
    async with receiver(tls=tls) as listening:
        assert (await ask(listening.url(host="hooks.example.com"))).status == 200
        with pytest.raises(outbound.OutboundError, match="certificate could not be verified"):
            await ask(listening.url(host="other.example.com"))
    assert asked == ["hooks.example.com", "other.example.com"]
    assert len(listening.received) == 1


async def test_a_certificate_of_nobody_known_is_refused(monkeypatch, tmp_path) -> None:
    names(monkeypatch, "127.0.0.1")
    async with receiver(tls=certificate(tmp_path, "hooks.example.com")) as listening:
        with pytest.raises(outbound.OutboundError, match="certificate could not be verified"):
            await ask(listening.url(host="hooks.example.com"))
    assert listening.received == []
