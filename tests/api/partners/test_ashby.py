"""Ashby lists, starts and cancels assessments."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from app.billing.prices import price_of
from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.core.secrets import unseal
from app.identity.permissions import Scope
from app.interviews import record
from app.interviews.invitations import invitation_of
from app.interviews.models import Interview, InterviewStatus
from app.mail.models import Mail
from app.partners import service as partners
from app.partners.models import PartnerOrder
from app.positions import service as positions
from app.room import service as room
from app.settings import get_settings
from app.webhooks.models import EndpointFormat, EndpointStatus, WebhookEndpoint
from tests.api.partners.support import (
    ashby_order,
    balance,
    calling,
    greenhouse_order,
    make_customer,
    rows,
)
from tests.support.interviews import engine, take_whole
from tests.support.people import CREDIT_CENTS
from tests.unit.partners.support import issue_key

ASHBY_KEY = "ashby_example_key_1234"


async def make_connected():
    customer = await make_customer()
    async with unit_of_work() as session:
        await partners.connect(session, customer.actor, "ashby", ASHBY_KEY)
    return customer


async def call(customer, method: str, body: object):
    async with calling(customer.key) as client:
        return await client.post(f"/ashby/assessment.{method}", json=body)


async def start(customer, **fields) -> str:
    answer = await call(customer, "start", ashby_order(customer.position.id, **fields))
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"success", "results"}
    return answer.json()["results"]["assessment_id"]


async def interview_of(customer, assessment_id: str) -> Interview:
    async with reading() as session:
        found = await record.interview_of(
            session,
            organization_id=customer.actor.organization_id,
            interview_id=assessment_id,
        )
    assert found is not None
    return found


async def test_open_positions_are_the_types_of_assessment(database: str) -> None:
    customer = await make_customer(title="Brewer")
    await make_customer()
    for body in ({}, {"anything": 1}):
        answer = await call(customer, "list", body)
        assert answer.json() == {
            "success": True,
            "results": [
                {
                    "assessment_type_id": str(customer.position.id),
                    "name": "Brewer",
                    "description": "Interview in writing with an AI interviewer, senior",
                }
            ],
        }
    async with calling(customer.key) as client:
        assert (await client.post("/ashby/assessment.list")).status_code == 200


async def test_a_start_invites_the_candidate_charges_and_waits_to_tell_ashby(database: str) -> None:
    customer = await make_connected()
    before = await balance(customer.actor)
    assessment_id = await start(customer)
    assert UUID(assessment_id)
    (mail,) = await rows(Mail)
    assert str(mail.interview_id) == assessment_id
    assert before - await balance(customer.actor) == price_of(45)
    (endpoint,) = await rows(WebhookEndpoint)
    assert endpoint.format is EndpointFormat.ASHBY
    assert endpoint.url == f"{get_settings().ashby_api_base}/assessment.update"
    assert unseal(endpoint.secret_sealed) == ASHBY_KEY
    (order,) = await rows(PartnerOrder)
    assert order.details["application_id"].startswith("application-")


async def test_without_a_key_of_ashbys_nothing_is_started(database: str) -> None:
    customer = await make_customer()
    answer = await call(customer, "start", ashby_order(customer.position.id))
    assert answer.status_code == 409
    body = answer.json()
    assert (body["success"], body["errors"]) == (False, ["conflict"])
    assert "not connected" in body["errorInfo"]["message"]
    assert body["errorInfo"]["requestId"] == answer.headers["X-Request-ID"]
    assert await rows(Interview) == []


async def test_a_retried_start_is_one_assessment_and_one_charge(database: str) -> None:
    customer = await make_connected()
    before = await balance(customer.actor)
    wanted = ashby_order(customer.position.id)
    answers = await asyncio.gather(*(call(customer, "start", wanted) for _ in range(10)))
    assert len({answer.json()["results"]["assessment_id"] for answer in answers}) == 1
    assert before - await balance(customer.actor) == price_of(45)


async def test_without_an_application_the_address_tells_a_retry(database: str) -> None:
    customer = await make_connected()
    wanted = ashby_order(customer.position.id, application=None)
    first = (await call(customer, "start", wanted)).json()["results"]["assessment_id"]
    wanted["candidate"]["email"] = wanted["candidate"]["email"].upper()
    assert (await call(customer, "start", wanted)).json()["results"]["assessment_id"] == first
    assert await start(customer, application={"ashby_id": None}) != first


async def test_an_order_of_greenhouses_is_no_assessment_of_ashbys(database: str) -> None:
    customer = await make_connected()
    async with calling(customer.key) as client:
        sent = await client.post(
            "/greenhouse/send_test", json=greenhouse_order(customer.position.id)
        )
    theirs = sent.json()["partner_interview_id"]
    assert (await call(customer, "cancel", {"assessment_id": theirs})).status_code == 404


async def test_a_cancelled_assessment_is_paid_back_and_may_be_cancelled_again(
    database: str,
) -> None:
    customer = await make_connected()
    before = await balance(customer.actor)
    assessment_id = await start(customer)
    answers = await asyncio.gather(
        *(call(customer, "cancel", {"assessment_id": assessment_id}) for _ in range(3))
    )
    for answer in answers:
        assert answer.json() == {"success": True, "results": {"assessment_id": assessment_id}}
    assert await balance(customer.actor) == before
    assert (await interview_of(customer, assessment_id)).status is InterviewStatus.CANCELLED


async def test_after_a_cancellation_the_same_application_can_be_assessed_anew(
    database: str,
) -> None:
    customer = await make_connected()
    wanted = ashby_order(customer.position.id)
    first = (await call(customer, "start", wanted)).json()["results"]["assessment_id"]
    await call(customer, "cancel", {"assessment_id": first})
    second = (await call(customer, "start", wanted)).json()["results"]["assessment_id"]
    assert second != first
    assert (await interview_of(customer, second)).status is InterviewStatus.SCHEDULED


async def test_an_assessment_that_has_begun_can_be_cancelled_but_is_not_paid_back(
    database: str,
) -> None:
    customer = await make_connected()
    before = await balance(customer.actor)
    assessment_id = await start(customer)
    token = invitation_of(await interview_of(customer, assessment_id)).token
    await room.start(token, room.CONSENT_VERSION)
    answer = await call(customer, "cancel", {"assessment_id": assessment_id})
    assert answer.status_code == 200
    assert before - await balance(customer.actor) == price_of(45)


async def test_an_assessment_that_was_held_cannot_be_cancelled(database: str) -> None:
    customer = await make_connected()
    assessment_id = await start(customer)
    token = invitation_of(await interview_of(customer, assessment_id)).token
    with engine():
        await room.start(token, room.CONSENT_VERSION)
        await take_whole(token)
    answer = await call(customer, "cancel", {"assessment_id": assessment_id})
    assert answer.status_code == 409
    assert "finished" in answer.json()["errorInfo"]["message"]


async def test_other_organisations_assessments_are_not_found(database: str) -> None:
    customer, stranger = await make_connected(), await make_connected()
    theirs = await start(stranger)
    for one in (theirs, str(new_id()), "nonsense", ""):
        answer = await call(customer, "cancel", {"assessment_id": one})
        assert (answer.status_code, answer.json()["errors"]) == (404, ["not_found"])
    foreign = await call(customer, "start", ashby_order(stranger.position.id))
    assert foreign.status_code == 404
    assert (await interview_of(stranger, theirs)).status is InterviewStatus.SCHEDULED


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope.INTERVIEWS_READ, {"list"}),
        (Scope.INTERVIEWS_WRITE, {"start", "cancel"}),
        (Scope.REPORTS_READ, set()),
    ],
)
async def test_each_method_needs_its_scope(database: str, scope: Scope, allowed: set[str]) -> None:
    customer = await make_connected()
    bodies = {
        "list": {},
        "start": ashby_order(customer.position.id),
        "cancel": {"assessment_id": await start(customer)},
    }
    async with calling(await issue_key(customer.actor, scope)) as client:
        statuses = {
            name: (await client.post(f"/ashby/assessment.{name}", json=body)).status_code
            for name, body in bodies.items()
        }
    assert statuses == {name: 200 if name in allowed else 403 for name in bodies}


@pytest.mark.parametrize(
    ("fields", "status_code"),
    [
        ({"candidate": {"email": "nobody"}}, 422),
        ({"candidate": {"first_name": "Ada", "email": None}}, 422),
        ({"candidate": None}, 422),
        ({"application": "text"}, 422),
        ({"assessment_type_id": None}, 422),
        ({"assessment_type_id": "nonsense"}, 404),
    ],
)
async def test_what_is_wrong_with_a_start_is_said(
    database: str, fields: dict, status_code: int
) -> None:
    customer = await make_connected()
    answer = await call(customer, "start", ashby_order(customer.position.id, **fields))
    assert answer.status_code == status_code
    body = answer.json()
    assert not body["success"]
    assert body["errors"] == [body["errorInfo"]["code"]]
    assert body["message"] == body["errorInfo"]["message"]
    assert await rows(Interview) == []


async def test_a_closed_position_and_an_empty_wallet_are_refused(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await make_connected()
    monkeypatch.setenv("VIVAVOCE_CENTS_PER_MINUTE", str(CREDIT_CENTS))
    get_settings.cache_clear()
    poor = await call(customer, "start", ashby_order(customer.position.id))
    assert (poor.status_code, poor.json()["errors"]) == (402, ["insufficient_balance"])
    async with unit_of_work() as session:
        await positions.close_position(session, customer.actor, customer.position.id)
    closed = await call(customer, "start", ashby_order(customer.position.id))
    assert (closed.status_code, closed.json()["errors"]) == (409, ["conflict"])


async def test_a_missing_key_and_an_unknown_method_are_told_in_ashbys_envelope(
    database: str,
) -> None:
    customer = await make_customer()
    async with calling(None) as client:
        unknown = await client.post("/ashby/assessment.start", json={})
    assert (unknown.status_code, unknown.json()["errors"]) == (401, ["not_authenticated"])
    assert (await call(customer, "update", {})).json()["errors"] == ["not_found"]


async def test_a_new_key_goes_for_what_was_ordered_before_and_none_ends_the_calls(
    database: str,
) -> None:
    customer, stranger = await make_connected(), await make_connected()
    await start(customer)
    await start(stranger)
    async with unit_of_work() as session:
        await partners.connect(session, customer.actor, "ashby", "ashby_example_key_5678")
    keys = {one.organization_id: unseal(one.secret_sealed) for one in await rows(WebhookEndpoint)}
    assert keys == {
        customer.actor.organization_id: "ashby_example_key_5678",
        stranger.actor.organization_id: ASHBY_KEY,
    }
    async with unit_of_work() as session:
        await partners.disconnect(session, customer.actor, "ashby")
    status = {one.organization_id: one.status for one in await rows(WebhookEndpoint)}
    assert status == {
        customer.actor.organization_id: EndpointStatus.DISABLED,
        stranger.actor.organization_id: EndpointStatus.ENABLED,
    }
    async with unit_of_work() as session:
        await partners.connect(session, customer.actor, "ashby", ASHBY_KEY)
    assert {one.status for one in await rows(WebhookEndpoint)} == {EndpointStatus.ENABLED}
