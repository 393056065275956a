"""Single sign-on over HTTP, against a provider that can be told to lie."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey
from sqlmodel import select

from api.web import sso as routes
from api.web.application import create_application
from app.core import clock
from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.identity import members, oidc_http, repository, service
from app.identity.models import FirstSignIn, OidcLogin
from app.identity.permissions import Role
from app.identity.service import SESSION_COOKIE
from app.settings import get_settings
from tests.support.oidc import CLIENT_ID, Provider, connect, running_provider
from tests.support.people import make_actor

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "http://127.0.0.1:8000"
START = "/auth/sso/example-works"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def one_provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(one_provider: Provider, database: str, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setattr(get_settings(), "webhook_private_hosts", ["127.0.0.1"])
    one_provider.reset()
    oidc_http.forget()
    routes._slots.cache_clear()
    return one_provider


def new_client() -> httpx.AsyncClient:
    """A browser of its own, with its own cookies."""
    transport = httpx.ASGITransport(create_application())
    return httpx.AsyncClient(transport=transport, base_url=HOST)


async def leave(client: httpx.AsyncClient, **query: str) -> str:
    """Begin a sign-in; gives the provider's address that the browser is sent to."""
    response = await client.get(START, params=query)
    assert response.status_code == 303, response.text
    return response.headers["location"]


async def sign_in(provider: Provider, client: httpx.AsyncClient, **query: str) -> httpx.Response:
    """The whole way, to the provider and back."""
    return await come_back(client, provider.authorize(await leave(client, **query)))


async def come_back(client: httpx.AsyncClient, query: str) -> httpx.Response:
    return await client.get(f"/auth/sso/callback?{query}")


def reason(response: httpx.Response) -> str:
    """Why the sign-in page is shown, or nothing where somebody was let in."""
    assert response.status_code == 303, response.text
    place = urlsplit(response.headers["location"])
    assert (place.path == "/sign-in") == (SESSION_COOKIE not in response.cookies)
    return parse_qs(place.query)["error"][0] if place.path == "/sign-in" else ""


async def who(client: httpx.AsyncClient):
    async with reading() as session:
        return await service.authenticate(session, client.cookies[SESSION_COOKIE])


async def test_a_first_sign_in_makes_a_recruiter_and_the_second_finds_them(provider) -> None:
    admin = await make_actor()
    await connect(admin, provider.url)
    provider.is_person("Ada@Example.com", name="Ada Example")
    async with new_client() as client:
        url = await leave(client, next="/interviews?page=2")
        assert "code_verifier" not in url
        response = await come_back(client, provider.authorize(url))
        assert (response.status_code, response.headers["location"]) == (303, "/interviews?page=2")
        first = await who(client)
        assert (first.organization_id, first.role, first.name, first.email) == (
            admin.organization_id,
            Role.RECRUITER,
            "Ada Example",
            "ada@example.com",
        )
        provider.user["email"] = "ada.married@example.com"
        assert reason(await sign_in(provider, client)) == ""
        assert (await who(client)).user_id == first.user_id


@on_sqlite
async def test_the_cookie_is_bound_to_the_way_back_and_out_of_reach_of_scripts(provider) -> None:
    await connect(await make_actor(), provider.url)
    async with new_client() as client:
        response = await client.get(START)
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/auth/sso" in cookie
    async with reading() as session:
        kept = (await session.execute(select(OidcLogin))).scalar_one().model_dump_json()
    query = parse_qs(urlsplit(response.headers["location"]).query)
    for secret in (query["state"][0], query["nonce"][0], *client.cookies.values()):
        assert secret not in kept


@on_sqlite
async def test_a_provider_that_breaks_a_rule_lets_nobody_in(provider) -> None:
    await connect(await make_actor(), provider.url)
    foreign = ECKey.generate_key("P-256", {"kid": "first"})
    lies = {
        "wrong nonce": {"claims": {"nonce": "another"}},
        "no nonce": {"claims": {"nonce": None}},
        "wrong issuer": {"claims": {"iss": "https://issuer.example.com"}},
        "wrong audience": {"claims": {"aud": "another-client"}},
        "wrong audience, right party": {"claims": {"aud": "another", "azp": CLIENT_ID}},
        "made for several, by another": {"claims": {"aud": [CLIENT_ID, "x"], "azp": "x"}},
        "expired": {"claims": {"exp": 1_700_000_000}},
        "without an end": {"claims": {"exp": None}},
        "of nobody": {"claims": {"sub": None}},
        "unsigned": {"unsigned": True},
        "signed with another's key": {"signing_key": foreign},
        "userinfo of another": {"email_in_userinfo": True, "userinfo": {"sub": "another"}},
        "an address that is no address": {"claims": {"email": "ada@@example.com"}},
        "unverified": {"claims": {"email_verified": False}},
        "unsaid whether verified": {"claims": {"email_verified": None}},
        "no address": {"claims": {"email": None}, "userinfo": {"email": None}},
        "another domain": {"claims": {"email": "ada@example.org"}},
        "a domain that ends alike": {"claims": {"email": "ada@notexample.com"}},
    }
    expected = {
        "unverified": "sso-unverified",
        "unsaid whether verified": "sso-unverified",
        "an address that is no address": "sso-domain",
        "no address": "sso-domain",
        "another domain": "sso-domain",
        "a domain that ends alike": "sso-domain",
    }
    found = {}
    async with new_client() as client:
        for name, lie in lies.items():
            provider.reset()
            oidc_http.forget()
            provider.is_person("ada@example.com")
            vars(provider).update(lie)
            found[name] = reason(await sign_in(provider, client))
        assert found == {name: expected.get(name, "sso-provider") for name in lies}
        provider.reset()
        oidc_http.forget()
        provider.is_person("ada@example.com")
        assert reason(await sign_in(provider, client)) == ""


@on_sqlite
async def test_a_way_back_works_once_in_time_and_in_the_browser_that_left(provider) -> None:
    await connect(await make_actor(), provider.url)
    provider.is_person("ada@example.com")
    async with new_client() as victim, new_client() as thief:
        back = provider.authorize(await leave(victim))
        assert reason(await come_back(thief, back)) == "sso-other-browser"
        assert reason(await come_back(victim, back)) == ""
        victim.cookies.delete(SESSION_COOKIE)
        assert reason(await come_back(victim, back)) == "sso-expired"
        back = provider.authorize(await leave(victim))
        with clock.at(clock.now() + timedelta(minutes=11)):
            assert reason(await come_back(victim, back)) == "sso-expired"
        back = provider.authorize(await leave(victim))
        assert reason(await come_back(victim, f"{back}x")) == "sso-provider"
        state = parse_qs(urlsplit(await leave(victim)).query)["state"][0]
        denied = f"state={state}&error=access_denied"
        assert reason(await come_back(victim, denied)) == "sso-cancelled"
        assert reason(await come_back(victim, "")) == "sso-expired"
        # Two tabs at once do not meet.
        one, two = [provider.authorize(await leave(victim)) for _ in range(2)]
        assert [reason(await come_back(victim, tab)) for tab in (one, two)] == ["", ""]


async def test_a_first_sign_in_in_two_browsers_at_once_makes_one_user(provider) -> None:
    admin = await make_actor()
    await connect(admin, provider.url)
    provider.is_person("ada@example.com")
    async with new_client() as one, new_client() as two:
        both = await asyncio.gather(sign_in(provider, one), sign_in(provider, two))
    assert [reason(response) for response in both] == ["", ""]
    async with reading() as session:
        assert len(await repository.members(session, admin.organization_id)) == 2


@on_sqlite
async def test_a_key_that_is_new_to_us_is_asked_for_and_an_old_one_is_not(
    provider, monkeypatch
) -> None:
    monkeypatch.setattr(oidc_http, "_BETWEEN_REFETCHES_S", 0.0)
    await connect(await make_actor(), provider.url)
    provider.is_person("ada@example.com")
    async with new_client() as client:
        for _ in range(2):
            assert reason(await sign_in(provider, client)) == ""
        assert provider.asked.count("GET /keys") == 1
        provider.key = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})
        assert reason(await sign_in(provider, client)) == ""
    assert provider.asked.count("GET /keys") == 2


@on_sqlite
async def test_an_address_is_taken_from_userinfo_where_the_token_has_none(provider) -> None:
    await connect(await make_actor(), provider.url)
    provider.is_person("ada@example.com")
    provider.email_in_userinfo = True
    async with new_client() as client:
        assert reason(await sign_in(provider, client)) == ""
        assert (await who(client)).email == "ada@example.com"


@on_sqlite
async def test_a_known_member_is_linked_and_nobody_else_under_their_address(provider) -> None:
    admin = await make_actor()
    await connect(admin, provider.url)
    member = await make_actor(Role.READONLY, admin.organization_id)
    stranger = await make_actor()
    async with new_client() as client:
        provider.is_person(member.email, email_verified=False)
        assert reason(await sign_in(provider, client)) == "sso-unverified"
        provider.is_person(member.email)
        assert reason(await sign_in(provider, client)) == ""
        found = await who(client)
        assert (found.user_id, found.role) == (member.user_id, Role.READONLY)
        provider.is_person(member.email, sub="the next to have the address")
        assert reason(await sign_in(provider, client)) == "sso-taken"
        provider.is_person(stranger.email)
        assert reason(await sign_in(provider, client)) == "sso-taken"
        async with unit_of_work() as session:
            await members.deactivate(session, admin, member.user_id)
        provider.is_person(member.email)
        assert reason(await sign_in(provider, client)) == "sso-inactive"


@on_sqlite
async def test_where_first_sign_ins_wait_an_administrator_grants_or_declines(provider) -> None:
    admin = await make_actor()
    await connect(admin, provider.url, first_sign_in=FirstSignIn.APPROVAL)
    async with new_client() as client:
        for email in ("ada@example.com", "ada@example.com", "bo@example.com"):
            provider.is_person(email)
            assert reason(await sign_in(provider, client)) == "sso-waiting"
        async with unit_of_work() as session:
            ada, bo = await members.access_requests(session, admin)
            await members.grant(session, admin, ada.id)
            await members.decline(session, admin, bo.id)
        assert reason(await sign_in(provider, client)) == "sso-declined"
        provider.is_person("ada@example.com")
        assert reason(await sign_in(provider, client)) == ""
        assert (await who(client)).role is Role.RECRUITER
    async with reading() as session:
        assert await members.access_requests(session, admin) == []
        actions = {one.action for one in (await session.execute(select(AuditEntry))).scalars()}
    assert actions >= {"access.requested", "access.granted", "access.declined", "user.signed_in"}


@on_sqlite
async def test_what_cannot_be_used_ends_on_the_sign_in_page(provider, monkeypatch) -> None:
    admin = await make_actor()
    await connect(admin, provider.url)
    provider.is_person("ada@example.com")
    async with new_client() as client:
        back = provider.authorize(await leave(client))
        await connect(admin, provider.url, is_enabled=False)
        assert reason(await come_back(client, back)) == "sso-off"
        assert reason(await client.get(START)) == "sso-off"
        assert reason(await client.get("/auth/sso/unknown")) == "sso-off"
        await connect(admin, provider.url)
        for metadata in (
            {"issuer": "https://issuer.example.com"},
            {"token_endpoint": None},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"jwks_uri": "http://10.0.0.1/keys"},
        ):
            oidc_http.forget()
            provider.metadata = metadata
            assert reason(await client.get(START)) == "sso-provider", metadata
        provider.metadata = {}
        oidc_http.forget()
        monkeypatch.setattr(get_settings(), "webhook_private_hosts", [])
        assert reason(await client.get(START)) == "sso-provider"


@on_sqlite
async def test_a_program_gets_a_code_for_its_user_that_is_exchanged_once(provider) -> None:
    await connect(await make_actor(), provider.url)
    provider.is_person("ada@example.com", name="Ada Example")
    async with new_client() as program, new_client() as browser:
        started = await program.post(
            "/api/v1/auth/sso/example-works/start",
            json={"redirectUri": "http://127.0.0.1:8765/done?job=1"},
        )
        response = await browser.get(started.json()["data"]["authorizationUrl"])
        back = await come_back(browser, provider.authorize(response.headers["location"]))
        place = urlsplit(back.headers["location"])
        assert (place.netloc, place.path) == ("127.0.0.1:8765", "/done")
        assert SESSION_COOKIE not in browser.cookies
        code = parse_qs(place.query)["code"][0]
        both = await asyncio.gather(
            *(program.post("/api/v1/auth/sso/exchange", json={"code": code}) for _ in range(2))
        )
        assert sorted(one.status_code for one in both) == [200, 401]
        data = next(one for one in both if one.status_code == 200).json()["data"]
        bearer = {"authorization": f"Bearer {data['accessToken']}"}
        shown = (await program.get("/api/v1/auth/me", headers=bearer)).json()["data"]
        assert shown == data["user"]
        assert (shown["name"], shown["role"]) == ("Ada Example", "recruiter")

        provider.is_person("ada@example.org")
        response = await browser.get(started.json()["data"]["authorizationUrl"])
        back = await come_back(browser, provider.authorize(response.headers["location"]))
        assert back.headers["location"] == "http://127.0.0.1:8765/done?job=1&error=domain"

        provider.is_person("ada@example.com")
        shown = await sign_in(provider, browser, api="true")
        assert shown.status_code == 200
        code = shown.text.split("<code>")[1].split("</code>")[0]
        with clock.at(clock.now() + timedelta(minutes=3)):
            late = await program.post("/api/v1/auth/sso/exchange", json={"code": code})
        assert late.status_code == 401


@on_sqlite
async def test_a_code_is_handed_to_no_other_machine(provider) -> None:
    await connect(await make_actor(), provider.url)
    async with new_client() as client:
        for address in (
            "https://attacker.example.com/",
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1@example.com/",
            "//example.com",
            "javascript:alert(1)",
            "http://[::1",
        ):
            started = await client.post(
                "/api/v1/auth/sso/example-works/start", json={"redirectUri": address}
            )
            assert started.status_code == 422, address
            assert started.json()["error"]["details"]["field"] == "redirectUri"
            response = await client.get(START, params={"api": "true", "redirect_uri": address})
            assert reason(response) == "sso-off", address
