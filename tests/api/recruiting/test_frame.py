"""What every operation has in common: letting in, counting, refusing, paging, and versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Response
from hypothesis import given
from hypothesis import strategies as st

from api.recruiting import application as recruiting
from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Shown, Success, failures, page_of, success
from api.recruiting.bodies import Given, body_of, may_lack, takes
from api.recruiting.paging import (
    Camelled,
    Dated,
    Expected,
    Number,
    Order,
    Paged,
    Paging,
    Truth,
    tag,
)
from api.web.application import create_application
from app.core import clock
from app.core.errors import InvalidInputError, NotFoundError, PaymentRequiredError
from app.core.numbers import LARGEST
from app.identity.permissions import Permission, Role
from app.settings import get_settings
from tests.support.people import make_actor
from tests.support.recruiting import HOST, access_token, client_with, data_of, failure_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Changes(Given):
    """A change of a thing."""

    display_name: str = may_lack(min_length=1)
    order: Order = may_lack()
    note: str | None = None


class Thing(Shown):
    """A thing."""

    some_words: str


router = APIRouter(prefix="/credentials/things")
PROBLEMS = {
    1: NotFoundError("No such thing."),
    2: NotFoundError("No such recruiter.", field="recruiter_id"),
    3: InvalidInputError("Too much.", field="min_check_interval"),
    4: PaymentRequiredError("Top up first.", balance_cents=1, missing_cents=2),
    5: RuntimeError("a secret"),
}


@router.get("", dependencies=[needs(Permission.VIEW)], responses=failures())
async def things(
    paging: Paged,
    span: Dated,
    sort: Annotated[Literal["name", "createdAt"], Camelled] = "name",
    order: Order = Order.ASC,
    is_active: Truth | None = None,
) -> Page[Thing]:
    """A list that shows how it was asked for."""
    seen = (paging.offset, paging.limit, sort, order.value, is_active, span.start, span.end)
    return page_of([Thing(some_words=str(one)) for one in seen], paging, 41)


@router.get("/{thing_id}", responses=failures(404, 422))
async def thing(actor: Member, thing_id: Number, response: Response) -> Success[Thing]:
    """A thing, or a problem with one."""
    if thing_id in PROBLEMS:
        raise PROBLEMS[thing_id]
    tag(response, thing_id)
    return success(Thing(some_words=actor.email))


@router.patch(
    "/{thing_id}",
    dependencies=[needs(Permission.MANAGE_CREDENTIALS)],
    responses=failures(404, 409),
    openapi_extra=takes(Changes),
)
async def change(
    thing_id: Number,
    wanted: Annotated[Changes, Depends(body_of(Changes))],
    expected: Expected,
) -> Success[Thing]:
    """A changed thing."""
    return success(Thing(some_words=f"{thing_id} {expected} {sorted(wanted.changes())}"))


@pytest.fixture
async def framed(database, monkeypatch):
    """The frame around a few operations made up for the purpose, and an administrator."""
    monkeypatch.setattr(recruiting, "ROUTERS", (router,))
    application = FastAPI()
    recruiting.mount(application)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    token = await access_token(await make_actor())
    headers = {"Authorization": f"Bearer {token}"}
    base_url = f"{HOST}/api/v1/credentials"
    monkeypatch.setenv("VIVAVOCE_CREDENTIALS_REQUESTS_PER_MINUTE", "200")
    get_settings.cache_clear()
    async with httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers) as one:
        yield one


@on_sqlite
async def test_only_members_with_the_permission_come_in(framed) -> None:
    recruiter = await access_token(await make_actor(Role.RECRUITER))
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer no"}):
        answer = await framed.get("/things", headers=headers)
        failure_of(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    for body in (b"", b"{"):
        asking = {"Authorization": f"Bearer {recruiter}"}
        failure_of(await framed.patch("/things/9", content=body, headers=asking), 403)
        # Who is not let in is told so before anything they sent is looked at.
        failure_of(
            await framed.patch("/things/0", content=body, headers={"Authorization": ""}), 401
        )


@on_sqlite
async def test_a_token_is_good_for_as_long_as_it_says(framed) -> None:
    data_of(await framed.get("/things/9"))
    minutes = get_settings().access_token_minutes + 1
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        failure_of(await framed.get("/things/9"), 401)


@on_sqlite
async def test_what_is_refused_is_refused_in_the_contracts_format(framed) -> None:
    for path, status, code, field in (
        ("/things/1", 404, "NOT_FOUND", None),
        ("/things/2", 422, "NOT_FOUND", "recruiterId"),
        ("/things/3", 422, "INVALID_INPUT", "minCheckInterval"),
        ("/things/4", 422, "INSUFFICIENT_BALANCE", None),
        ("/things/5", 500, "INTERNAL_ERROR", None),
        ("/things/0", 400, "VALIDATION_ERROR", "thing_id"),
        ("/things/-1", 400, "VALIDATION_ERROR", "thing_id"),
        ("/things/1.0", 400, "VALIDATION_ERROR", "thing_id"),
        ("/things/%D9%A1", 400, "VALIDATION_ERROR", "thing_id"),
        (f"/things/{LARGEST + 1}", 404, "NOT_FOUND", None),
        (f"/things/{'9' * 90}", 404, "NOT_FOUND", None),
        ("/nothing", 404, "NOT_FOUND", None),
        ("/things/", 404, "NOT_FOUND", None),
    ):
        answer = await framed.get(path)
        error = failure_of(answer, status, code)
        assert (path, error["details"]["field"]) == (path, field)
        assert "secret" not in answer.text
    failure = failure_of(await framed.get("/things/x"), 400)
    assert (failure["message"], failure["details"]["reason"]) == (
        "Invalid thing ID",
        "must be a positive integer",
    )
    answer = await framed.delete("/things/9")
    failure_of(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, PATCH"


@on_sqlite
async def test_a_list_is_paged_sorted_and_bounded_as_it_is_asked(framed) -> None:
    answer = await framed.get("/things")
    assert answer.json()["meta"] == {"page": 1, "perPage": 20, "total": 41, "totalPages": 3}
    query = (
        "page=3&per_page=7&sort=created_at&order=desc&is_active=false"
        "&date_from=2026-01-02T03:04:05%2B01:00&date_to=2026-01-31"
    )
    answer = await framed.get(f"/things?{query}")
    assert answer.json()["meta"] == {"page": 3, "perPage": 7, "total": 41, "totalPages": 6}
    start, end = datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    seen = [row["someWords"] for row in data_of(answer)]
    assert seen == ["14", "7", "createdAt", "desc", "False", str(start), str(end)]
    for query, field in (
        ("page=0", "page"),
        ("page=one", "page"),
        ("perPage=101", "perPage"),
        ("per_page=0", "per_page"),
        ("sort=salary", "sort"),
        ("order=up", "order"),
        ("is_active=yes", "is_active"),
        ("date_from=yesterday", "date_from"),
        ("date_to=2026-02-30", "date_to"),
        ("date_to=9999-12-31", "date_to"),
        ("date_from=2026-01-02&date_to=2026-01-01", "date_from"),
    ):
        answer = await framed.get(f"/things?{query}")
        assert failure_of(answer, 400)["details"]["field"] == field


@on_sqlite
async def test_a_patch_changes_what_it_has_of_the_version_it_names(framed) -> None:
    for headers, body, words in (
        ({}, {}, "9 None []"),
        ({"If-Match": "*"}, {"note": None}, "9 None ['note']"),
        ({"If-Match": '"4"'}, {"displayName": "a"}, "9 4 ['display_name']"),
        ({"If-Match": 'W/"4"'}, {"order": "asc"}, "9 4 ['order']"),
        ({"If-Match": "four"}, {}, "9 0 []"),
    ):
        answer = await framed.patch("/things/9", json=body, headers=headers)
        assert data_of(answer)["someWords"] == words
    assert (await framed.get("/things/9")).headers["etag"] == '"9"'
    sent = {"Content-Type": "application/json"}
    for content, field in (
        (b'{"displayName": null}', "displayName"),
        (b'{"displayName": ""}', "displayName"),
        (b'{"displayName": 3}', "displayName"),
        (b'{"order": "up"}', "order"),
        (b'{"display_name": "a"}', "display_name"),
        (b'{"version": 3}', "version"),
        (b'{"displayName": "a", "displayName": "b"}', "body"),
        (b'{"displayName": "\\ud800"}', "body"),
        (b"[" * 5_000, "body"),
        (b"\xff", "body"),
        (b"[]", "body"),
        (b"", "body"),
        (b'"' + b"x" * 1_000_001 + b'"', "body"),
    ):
        answer = await framed.patch("/things/9", content=content, headers=sent)
        assert failure_of(answer, 400)["details"]["field"] == field
    other = await framed.patch("/things/9", content=b"{}", headers={"Content-Type": "text/plain"})
    failure_of(other, 400)


@on_sqlite
async def test_a_head_has_the_headers_of_its_get_and_requests_have_ids(framed) -> None:
    got = await framed.get("/things/9", headers={"X-Request-ID": "mine-1"})
    head = await framed.head("/things/9", headers={"X-Request-ID": "mine-1"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "x-request-id", "cache-control"):
        assert head.headers[name] == got.headers[name]
    assert got.headers["x-request-id"] == "mine-1"
    assert (await framed.get("/", headers={"X-Request-ID": "a\tb"})).headers["x-request-id"]


@on_sqlite
async def test_limits_are_exact_and_told_of(database, monkeypatch) -> None:
    for name, most in (("RECRUITING", 4), ("CREDENTIALS", 2), ("PUBLIC", 3)):
        monkeypatch.setenv(f"VIVAVOCE_{name}_REQUESTS_PER_MINUTE", str(most))
    get_settings.cache_clear()
    actor, other = await make_actor(), await make_actor()
    application = create_application()
    async with (
        client_with(await access_token(actor), application) as client,
        client_with(await access_token(other), application) as second,
        client_with(None, application) as nobody,
    ):
        await _counted(client, "/credentials/status", 2, but=200)
        # Those count among all requests as well.
        await _counted(client, "/metrics", 4, before=3)
        assert (await second.get("/metrics")).headers["ratelimit-remaining"] == "3"
        await _counted(nobody, "/metrics", 3, but=401)
        await _counted(nobody, "/public/interviews/nothing", 3, but=404)
        assert "ratelimit-limit" not in (await nobody.get("/openapi.json")).headers


async def _counted(
    client: httpx.AsyncClient, path: str, most: int, *, before: int = 0, but: int = 200
) -> None:
    for number in range(before, most):
        answer = await client.get(path)
        told = [answer.headers[f"ratelimit-{name}"] for name in ("limit", "remaining")]
        assert (answer.status_code, told) == (but, [str(most), str(most - number - 1)])
    answer = await client.get(path)
    failure_of(answer, 429)
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["ratelimit-remaining"] == "0"


@on_sqlite
async def test_the_contracts_under_one_address_keep_to_themselves(database) -> None:
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        assert (await client.get("/api/v1/integrations/interviews")).json()["success"] is False
        failure_of(await client.get("/api/v1/nothing"), 404)
        failure_of(await client.get("/api/v1"), 404)
        document = (await client.get("/api/v1/openapi.json")).json()
        page = await client.get("/api/v1/docs")
    assert document["openapi"].startswith("3.1")
    assert page.status_code == 200
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f"<code>{method.upper()} {path}</code>" in page.text
            answers = set(operation["responses"])
            assert {"400", "429", "500"} <= answers, path
            # Whoever needs no token is never told that theirs does not do.
            if not operation["security"]:
                assert "403" not in answers, path
            else:
                assert {"401", "403"} <= answers, path
            assert "HTTPValidationError" not in str(operation)


@given(page=st.integers(1, LARGEST), per_page=st.integers(1, 100), total=st.integers(0, LARGEST))
def test_the_pages_of_a_list_hold_all_of_it_and_no_more(page, per_page, total) -> None:
    meta = page_of([], Paging(page, per_page), total).meta
    assert (meta.total_pages - 1) * per_page < total or total == meta.total_pages == 0
    assert meta.total_pages * per_page >= total
