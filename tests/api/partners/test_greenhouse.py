"""Greenhouse orders tests and asks how they stand."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from app.api_keys import service as api_keys
from app.billing.prices import price_of
from app.core.database import reading, unit_of_work
from app.core.errors import NotPermittedError
from app.core.ids import new_id
from app.core.secrets import unseal
from app.identity.permissions import Role, Scope
from app.interviews import service as interviews
from app.interviews.invitations import invitation_of
from app.interviews.models import Interview
from app.mail.models import Mail
from app.partners import service as partners
from app.partners.models import Partner, PartnerOrder
from app.positions import service as positions
from app.room import service as room
from app.settings import get_settings
from app.webhooks.models import EndpointFormat, WebhookEndpoint
from tests.api.partners.support import (
    URL,
    balance,
    calling,
    greenhouse_order,
    make_customer,
    rows,
)
from tests.support.interviews import engine, invite, make_position, take_whole
from tests.support.people import CREDIT_CENTS, make_actor
from tests.unit.partners.support import issue_key

STATUS = "/greenhouse/test_status"


async def order(customer, **fields) -> str:
    """Order a test; gives the partner's id of the interview."""
    async with calling(customer.key) as client:
        response = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id, **fields)
        )
    assert response.status_code == 200, response.text
    return response.json()["partner_interview_id"]


async def status(customer, interview_id: object, key: str | None = None) -> dict:
    async with calling(key or customer.key) as client:
        response = await client.get(STATUS, params={"partner_interview_id": interview_id})
    assert response.status_code == 200, response.text
    return response.json()


async def token_of(interview_id: str) -> str:
    async with reading() as session:
        interview = await session.get(Interview, UUID(interview_id))
    return invitation_of(interview).token


async def test_open_positions_are_the_tests(database: str) -> None:
    customer, stranger = await make_customer(title="Brewer"), await make_customer()
    await make_position(customer.actor, title="Draft", opened=False)
    first = await make_position(customer.actor, title="Twin")
    second = await make_position(customer.actor, title="Twin")
    async with calling(customer.key) as client:
        tests = (await client.get("/greenhouse/list_tests")).json()
    assert {one["partner_test_id"] for one in tests} == {
        str(customer.position.id),
        str(first.id),
        str(second.id),
    }
    names = [one["partner_test_name"] for one in tests]
    assert names[0] == "Brewer"
    assert len(set(names)) == 3
    assert str(stranger.position.id) not in str(tests)


async def test_all_open_positions_are_listed_however_many_there_are(database: str) -> None:
    customer = await make_customer()
    for number in range(30):
        await make_position(customer.actor, title=f"Tea master {number:02}")
    async with calling(customer.key) as client:
        tests = (await client.get("/greenhouse/list_tests")).json()
    assert len({one["partner_test_id"] for one in tests}) == 31


async def test_an_order_invites_the_candidate_charges_once_and_waits_to_call_back(
    database: str,
) -> None:
    customer = await make_customer()
    before = await balance(customer.actor)
    interview_id = await order(customer, candidate={"email": "Ada@Example.com"})
    (mail,) = await rows(Mail)
    assert (mail.recipient, str(mail.interview_id)) == ("ada@example.com", interview_id)
    assert before - await balance(customer.actor) == price_of(45)
    (endpoint,) = await rows(WebhookEndpoint)
    assert (endpoint.format, endpoint.url, str(endpoint.interview_id)) == (
        EndpointFormat.GREENHOUSE,
        URL,
        interview_id,
    )
    assert await status(customer, interview_id) == {
        "partner_status": "sent",
        "partner_profile_url": f"http://127.0.0.1:8000/interviews/{interview_id}",
        "partner_score": None,
        "metadata": {},
    }


async def test_a_retried_order_is_the_same_interview_and_one_charge(database: str) -> None:
    customer = await make_customer()
    before = await balance(customer.actor)
    wanted = greenhouse_order(customer.position.id)
    async with calling(customer.key) as client:
        answers = await asyncio.gather(
            *(client.post("/greenhouse/send_test", json=wanted) for _ in range(12))
        )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["partner_interview_id"] for answer in answers}) == 1
    assert before - await balance(customer.actor) == price_of(45)
    assert len(await rows(Interview)) == len(await rows(WebhookEndpoint)) == 1


@pytest.mark.parametrize("difference", ["url", "candidate", "test"])
async def test_another_url_candidate_or_test_is_another_order(
    database: str, difference: str
) -> None:
    customer = await make_customer()
    same = {"candidate": {"email": "ada@example.com"}}
    first = await order(customer, **same)
    if difference == "url":
        same["url"] = URL + "0"
    elif difference == "candidate":
        same["candidate"] = {"email": "bea@example.com"}
    else:
        same["partner_test_id"] = str((await make_position(customer.actor)).id)
    assert await order(customer, **same) != first


async def test_an_order_that_was_cancelled_can_be_made_again(database: str) -> None:
    customer = await make_customer()
    before = await balance(customer.actor)
    same = {"candidate": {"email": "ada@example.com"}}
    first = await order(customer, **same)
    async with unit_of_work() as session:
        await interviews.cancel(session, customer.actor, first)
    second = await order(customer, **same)
    assert second not in {first, await order(customer, candidate={"email": "b@example.com"})}
    assert await order(customer, **same) == second
    assert (await status(customer, first))["partner_status"] == "canceled"
    assert before - await balance(customer.actor) == 2 * price_of(45)


async def test_a_finished_interview_is_complete_with_score_and_what_led_to_it(
    database: str,
) -> None:
    customer = await make_customer()
    interview_id = await order(customer)
    with engine():
        token = await token_of(interview_id)
        await room.start(token, room.CONSENT_VERSION)
        assert (await status(customer, interview_id))["partner_status"] == "in_progress"
        await take_whole(token)
    found = await status(customer, interview_id)
    assert found["partner_status"] == "complete"
    assert found["partner_profile_url"].endswith(f"/interviews/{interview_id}")
    assert 0 < found["partner_score"] <= 100
    assert found["metadata"]["Recommendation"] in {"Strong hire", "Hire", "Discuss"}
    assert found["metadata"]["Questions asked"] >= 1
    assert {"Started at", "Ended at", "Minutes taken", "Score interval"} <= set(found["metadata"])
    assert all(isinstance(value, str | int | float) for value in found["metadata"].values())


async def test_scores_are_for_keys_that_may_read_reports(database: str) -> None:
    customer = await make_customer()
    interview_id = await order(customer)
    with engine():
        token = await token_of(interview_id)
        await room.start(token, room.CONSENT_VERSION)
        await take_whole(token)
    blind = await issue_key(customer.actor, Scope.INTERVIEWS_READ)
    found = await status(customer, interview_id, blind)
    assert (found["partner_status"], found["partner_score"]) == ("complete", None)
    assert set(found["metadata"]) == {"Started at", "Ended at", "Minutes taken"}


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope.INTERVIEWS_READ, {"list", "status"}),
        (Scope.INTERVIEWS_WRITE, {"send", "error"}),
        (Scope.REPORTS_READ, set()),
        (Scope.AGENT, set()),
    ],
)
async def test_each_call_needs_its_scope(database: str, scope: Scope, allowed: set[str]) -> None:
    customer = await make_customer()
    interview_id = await order(customer)
    async with calling(await issue_key(customer.actor, scope)) as client:
        answers = {
            "list": await client.get("/greenhouse/list_tests"),
            "send": await client.post(
                "/greenhouse/send_test", json=greenhouse_order(customer.position.id)
            ),
            "status": await client.get(STATUS, params={"partner_interview_id": interview_id}),
            "error": await client.post(
                "/greenhouse/response_error", json={"api_call": "list_tests", "errors": ["x"]}
            ),
        }
    assert {name for name, answer in answers.items() if answer.status_code == 200} == allowed
    refused = [answer for name, answer in answers.items() if name not in allowed]
    assert {answer.status_code for answer in refused} == {403}
    assert all(answer.json()["message"].startswith("This API key lacks") for answer in refused)


@pytest.mark.parametrize("key", [None, "", "wrong", "hia_" + "0" * 46, "ümlaut", "a:b"])
async def test_without_a_key_that_works_nobody_comes_in(database: str, key: str | None) -> None:
    async with calling(key) as client:
        for answer in (
            await client.get("/greenhouse/list_tests"),
            await client.post("/greenhouse/send_test", content=b"{"),
        ):
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Basic")
            assert answer.json()["errors"][0]["message"]


async def test_a_revoked_key_ends_at_once_and_use_is_noted(database: str) -> None:
    customer = await make_customer()
    async with calling(customer.key) as client:
        assert (await client.get("/greenhouse/list_tests")).status_code == 200
        async with unit_of_work() as session:
            (view,) = await api_keys.listing(session, customer.actor)
            assert view.last_used_at is not None
            await api_keys.revoke(session, customer.actor, view.id)
        assert (await client.get("/greenhouse/list_tests")).status_code == 401


async def test_too_many_requests_of_a_key_or_without_one_are_told_when_to_try_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, other = await make_customer(), await make_customer()
    monkeypatch.setenv("VIVAVOCE_API_REQUESTS_PER_MINUTE", "1")
    monkeypatch.setenv("VIVAVOCE_API_BURST", "2")
    get_settings.cache_clear()
    async with calling(customer.key) as client:
        answers = [await client.get("/greenhouse/list_tests") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json()["message"].startswith("Too many requests")
        answer = await client.get("/greenhouse/list_tests", auth=(other.key, ""))
        assert answer.status_code == 200
        strangers = [
            (await client.get("/greenhouse/list_tests", auth=("wrong", ""))).status_code
            for _ in range(11)
        ]
    assert strangers == [401] * 10 + [429]


async def test_other_organisations_interviews_and_those_not_ordered_are_not_found(
    database: str,
) -> None:
    customer, stranger = await make_customer(), await make_customer()
    theirs = await order(stranger)
    by_hand = await invite(customer.actor, customer.position)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(
            session, customer.actor, position_id=customer.position.id
        )
    unknown = [theirs, by_hand.interview_id, trial.interview_id, new_id(), "nonsense", "", "\x00"]
    async with calling(customer.key) as client:
        for one in unknown:
            answer = await client.get(STATUS, params={"partner_interview_id": str(one)})
            assert answer.status_code == 404
            assert answer.json()["errors"] == [
                {"message": "No such interview was ordered.", "field": "partner_interview_id"}
            ]
        assert (await client.get(STATUS)).status_code == 404
        foreign = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(stranger.position.id)
        )
    assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (404, "partner_test_id")


@pytest.mark.parametrize(
    ("fields", "status_code", "field"),
    [
        ({"candidate": {"email": "not an address"}}, 422, "candidate.email"),
        ({"candidate": {"email": None}}, 422, "candidate.email"),
        ({"candidate": {"first_name": "", "last_name": None}}, 422, "candidate.first_name"),
        ({"candidate": {"first_name": 7}}, 422, "candidate.first_name"),
        ({"candidate": {"resume_url": "no address"}}, 422, "candidate.resume_url"),
        ({"partner_test_id": "nonsense"}, 404, "partner_test_id"),
        ({"partner_test_id": 12345}, 422, "partner_test_id"),
        ({"partner_test_id": None}, 422, "partner_test_id"),
        ({"url": None}, 422, "url"),
        ({"url": ""}, 422, "url"),
    ],
)
async def test_what_is_wrong_with_an_order_is_named_as_greenhouse_names_it(
    database: str, fields: dict, status_code: int, field: str
) -> None:
    customer = await make_customer()
    wanted = greenhouse_order(customer.position.id, **fields)
    async with calling(customer.key) as client:
        answer = await client.post("/greenhouse/send_test", json=wanted)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status_code, field)
    assert answer.json()["message"]
    assert await rows(Interview) == []


async def test_a_closed_position_takes_no_orders(database: str) -> None:
    customer = await make_customer()
    async with unit_of_work() as session:
        await positions.close_position(session, customer.actor, customer.position.id)
    async with calling(customer.key) as client:
        answer = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id)
        )
    assert answer.status_code == 409
    assert "is closed" in answer.json()["message"]


async def test_an_empty_wallet_says_what_is_missing_and_leaves_nothing_behind(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await make_customer()
    monkeypatch.setenv("VIVAVOCE_CENTS_PER_MINUTE", str(CREDIT_CENTS))
    get_settings.cache_clear()
    async with calling(customer.key) as client:
        answer = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id)
        )
    assert answer.status_code == 402
    assert "$" in answer.json()["message"]
    for kind in (Interview, PartnerOrder, WebhookEndpoint):
        assert await rows(kind) == []
    assert [mail.interview_id for mail in await rows(Mail) if mail.interview_id] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://2130706433/x",
        "https://user:secret@203.0.113.9/x",
        "ftp://203.0.113.9/x",
        "file:///etc/passwd",
        "not an address",
    ],
)
async def test_a_call_back_into_a_private_network_is_refused_with_the_order(
    database: str, url: str
) -> None:
    customer = await make_customer()
    async with calling(customer.key) as client:
        answer = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id, url=url)
        )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "url")
    assert await rows(Interview) == []


async def test_what_greenhouse_could_not_read_is_kept_with_the_order(database: str) -> None:
    customer, stranger = await make_customer(), await make_customer()
    interview_id, theirs = await order(customer), await order(stranger)
    report = {
        "api_call": "test_status",
        "errors": ["partner_score is\x00 missing", "x" * 900],
        "partner_test_id": 7,
        "candidate_email": "ada@example.com",
    }
    async with calling(customer.key) as client:

        async def tell(**named) -> int:
            answer = await client.post("/greenhouse/response_error", json=report | named)
            return answer.status_code

        assert await tell(partner_interview_id=interview_id) == 200
        assert await tell(partner_interview_id=theirs) == 404
        assert await tell(partner_interview_id=299506) == 404
        assert await tell(partner_interview_id=None) == 200
        assert await tell() == 200
        assert await tell(errors="none") == 422
    async with reading() as session:
        views = await partners.connections(session, customer.actor)
    (view,) = [one for one in views if one.partner is Partner.GREENHOUSE]
    assert (view.is_connected, view.orders) == (True, 1)
    assert str(view.last_error_interview_id) == interview_id
    assert view.last_error is not None
    assert view.last_error.startswith("test_status: partner_score is missing; xxx")
    assert len(view.last_error) <= 500


@pytest.mark.parametrize(
    ("content", "status_code"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"{}", 422),
        (b'{"partner_test_id": "\\ud800", "candidate": {}, "url": "x"}', 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b" " * 300_000, 413),
    ],
)
async def test_what_is_no_order_is_refused_and_never_a_crash(
    database: str, content: bytes, status_code: int
) -> None:
    customer = await make_customer()
    async with calling(customer.key) as client:
        answer = await client.post("/greenhouse/send_test", content=content)
    assert answer.status_code == status_code
    assert answer.json()["message"]


async def test_odd_characters_in_what_is_kept_do_no_harm(database: str) -> None:
    customer = await make_customer()
    odd = {
        "greenhouse_profile_url": "https://x.example.com/\x00\u202e\U0001f600",
        "last_name": "\x00É",
    }
    interview_id = await order(customer, candidate=odd)
    assert (await status(customer, interview_id))["partner_status"] == "sent"


async def test_unknown_paths_and_methods_are_told_in_the_same_form(database: str) -> None:
    customer = await make_customer()
    async with calling(customer.key) as client:
        missing = await client.get("/greenhouse/elsewhere")
        wrong = await client.get("/greenhouse/send_test")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert wrong.headers["Allow"] == "POST"
    assert {"message", "errors"} == set(missing.json()) == set(wrong.json())


async def test_the_key_goes_only_to_the_address_named_by_whoever_holds_it(database: str) -> None:
    customer = await make_customer()
    async with unit_of_work() as session:
        await partners.connect(session, customer.actor, Partner.GREENHOUSE.value, customer.key)
    mine = await order(customer)
    lesser = await issue_key(customer.actor, Scope.INTERVIEWS_WRITE)
    async with calling(lesser) as client:
        answer = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id)
        )
    theirs = answer.json()["partner_interview_id"]
    sealed = {
        str(one.interview_id): unseal(one.secret_sealed) for one in await rows(WebhookEndpoint)
    }
    assert sealed == {mine: customer.key, theirs: ""}
    async with unit_of_work() as session:
        await partners.disconnect(session, customer.actor, Partner.GREENHOUSE.value)
    assert {unseal(one.secret_sealed) for one in await rows(WebhookEndpoint)} == {""}


async def test_a_member_of_another_role_sees_no_connections(database: str) -> None:
    async with reading() as session:
        with pytest.raises(NotPermittedError):
            await partners.connections(session, await make_actor(Role.RECRUITER))
