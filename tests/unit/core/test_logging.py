"""What is on the console, and what never is."""

from __future__ import annotations

import io
import json
import logging

import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import unit_of_work
from app.core.logging import LEFT_OUT, leave_out, set_up
from app.core.secrets import new_token
from app.identity import service as identity
from app.pipeline import working
from app.pipeline.handlers import HANDLERS, Handler
from app.queue import service as queue
from app.queue.models import JobType
from app.room import service as room
from tests.support.interviews import engine, invite, make_position, take_whole
from tests.support.people import PASSWORD, make_actor
from tests.support.recruiting import access_token, client_with

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ANSWER = "full marks for the walrus that I keep in my bathtub"
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0"


@pytest.fixture
def logged():
    """What has been logged since, as set up by the product; gives the text."""
    loggers = [logging.getLogger(name) for name in ("", "dbos", "reflex", "granian", "httpx")]
    before = [(one.handlers[:], one.level, one.propagate) for one in loggers]
    written = io.StringIO()
    set_up(as_json=True, level=logging.DEBUG, stream=written)

    yield written.getvalue
    structlog.reset_defaults()
    logging.raiseExceptions = True
    for one, (handlers, level, propagate) in zip(loggers, before, strict=True):
        one.handlers[:], one.propagate = handlers, propagate
        one.setLevel(level)


@on_sqlite
async def test_no_answer_password_or_token_is_ever_logged(database: str, logged) -> None:
    actor = await make_actor()
    token = await access_token(actor)
    async with client_with() as client:
        await client.post("/auth/login", json={"email": actor.email, "password": PASSWORD})
        await client.post("/auth/login", json={"email": actor.email, "password": "wrong-password"})
    secret = new_token()
    async with client_with(token) as client:
        saved = await client.put("/credentials", json={"clientSecret": secret, "refreshToken": JWT})
        assert saved.status_code < 500
    async with unit_of_work() as session:
        browser = await identity.open_session(
            session, user_id=actor.user_id, organization_id=actor.organization_id
        )
    invitation = await invite(actor, await make_position(actor))
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        await take_whole(invitation.token, ANSWER)

    async def fail(_work) -> None:
        structlog.get_logger().info("working", answer=ANSWER, url=invitation.url, to=actor.email)
        try:
            async with unit_of_work() as session:
                await session.execute(text("INSERT INTO nowhere VALUES (:a)"), {"a": ANSWER})
        except Exception as error:
            raise ValueError(f"{ANSWER} {browser} {token}") from error

    HANDLERS[JobType.SYNC], kept = Handler(outside=fail), HANDLERS[JobType.SYNC]
    try:
        async with unit_of_work() as session:
            item = await queue.add(
                session, organization_id=actor.organization_id, job_type=JobType.SYNC
            )
        await working.work_on(item.id, item.run)
    finally:
        HANDLERS[JobType.SYNC] = kept
    logging.getLogger("dbos").error("Step failed\nValueError: %s", ANSWER)
    logging.getLogger("reflex").error("[Backend Exception]\n%s %s", ANSWER, browser)

    output = logged()
    for name, private in {
        "answer": "walrus",
        "password": PASSWORD,
        "wrong password": "wrong-password",
        "access token": token,
        "session": browser,
        "invitation": invitation.token,
        "secret": secret,
        "JWT": JWT,
        "address": actor.email,
    }.items():
        assert private not in output, name
    lines = [json.loads(line) for line in output.splitlines()]
    events = {line["event"]: line for line in lines}
    failed = events["queue_item_failed"]
    assert failed["error"] == "ValueError < OperationalError < OperationalError"
    assert "test_logging.py" in failed["at"]
    assert (failed["level"], failed["item"], failed["job_type"]) == ("error", item.number, "sync")
    assert {"Step failed", "[Backend Exception]", "working"} <= set(events)


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"password": "x"}, {"password": LEFT_OUT}),
        ({"X-API-Key": "x", "Set-Cookie": "y"}, {"X-API-Key": LEFT_OUT, "Set-Cookie": LEFT_OUT}),
        ({"refreshToken": "x", "tokens": 12}, {"refreshToken": LEFT_OUT, "tokens": 12}),
        ({"token_id": "17", "prompt_hash": "ab"}, {"token_id": "17", "prompt_hash": "ab"}),
        ({"data": {"answer": "x", "n": 1}}, {"data": {"answer": LEFT_OUT, "n": 1}}),
        ({"list": [{"text": "x"}]}, {"list": [{"text": LEFT_OUT}]}),
        ({"event": f"got {JWT}"}, {"event": f"got {LEFT_OUT}"}),
        ({"a": "Authorization: Bearer abcdefgh123"}, {"a": f"Authorization: {LEFT_OUT}"}),
        ({"a": "key sk-abcdefghijklmnop"}, {"a": f"key {LEFT_OUT}"}),
        ({"a": "/api/v1/public/interviews/abc_DEF-ghiJKLmnoPQRstu"}, {"a": None}),
        ({"a": "/callback?code=abc&x=1"}, {"a": f"/callback?{LEFT_OUT}&x=1"}),
        ({"a": "https://user:pass@example.com/"}, {"a": f"https://{LEFT_OUT}@example.com/"}),
        ({"a": "to ada.example+x@mail.example.com."}, {"a": f"to {LEFT_OUT}."}),
        (
            {"a": "/interviews/0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11"},
            {"a": "/interviews/0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11"},
        ),
        ({"a": "test_a_long_name_of_a_function_in_a_stack_of_calls"}, ...),
        ({"url": httpx.URL("https://example.com/?token=abc")}, {"url": None}),
    ],
)
def test_what_is_private_is_left_out_and_what_is_not_stays(fields, kept) -> None:
    shown = leave_out(None, "", dict(fields))
    if kept is ...:
        assert shown == fields
    elif None in kept.values():
        assert all(LEFT_OUT in value and "abc" not in value for value in shown.values())
    else:
        assert shown == kept


@given(st.binary(min_size=32, max_size=32))
def test_a_random_token_is_known_by_its_looks(seed: bytes) -> None:
    import base64

    token = base64.urlsafe_b64encode(seed).rstrip(b"=").decode()
    # One in billions has no digit or only letters of one case; it is not made by this product.
    if (
        any(map(str.isdigit, token))
        and any(map(str.isupper, token))
        and any(map(str.islower, token))
    ):
        assert token not in leave_out(None, "", {"a": f"see {token}!"})["a"]
