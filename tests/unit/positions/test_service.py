"""Positions: who may change them, and in which order."""

from __future__ import annotations

import asyncio

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from app.core.ids import new_id
from app.identity.permissions import Role
from app.interviews import service as interviews
from app.positions import service
from app.positions.inputs import parse_position
from app.positions.models import PositionStatus
from tests.support.audit import actions_on
from tests.support.people import make_actor


def data(**fields: object):
    return parse_position(
        {
            "title": "Tea master",
            "seniority": "senior",
            "interview_types": ["technical", "behavioural"],
            "duration_min": 45,
            "job_description": "Brews tea.",
            "concepts": [
                {"name": "Tea ceremony", "target_depth": 3, "weight": 4, "must_have": True},
                {"name": "Kettles", "target_depth": 2, "focus_areas": ["descaling"]},
            ],
            "must_ask": [
                {
                    "question": "Why tea?",
                    "ideal_answer": "It calms.",
                    "time_limit_min": 4,
                    "dealbreaker": True,
                },
                {"question": "When can you start?"},
            ],
        }
        | fields
    )


async def made(actor, **fields: object):
    async with unit_of_work() as session:
        return await service.create(session, actor, data(**fields))


async def do(function, *args: object, **kwargs: object):
    async with unit_of_work() as session:
        return await function(session, *args, **kwargs)


async def read(function, *args: object, **kwargs: object):
    async with reading() as session:
        return await function(session, *args, **kwargs)


async def test_a_draft_is_read_back_as_it_was_entered(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    entered = data()
    position = await made(actor)
    detail = await read(service.get, actor, str(position.id))
    assert detail.status is PositionStatus.DRAFT
    assert detail.concepts == entered.concepts
    assert [(one.question, one.ideal_answer, one.time_limit_min) for one in detail.must_ask] == [
        ("Why tea?", "It calms.", 4),
        ("When can you start?", "", None),
    ]
    assert (detail.title, detail.interview_types) == (entered.title, entered.interview_types)
    assert await actions_on(position.id) == ["position.created"]


async def test_an_edit_replaces_concepts_and_questions_in_their_new_order(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    turned = data(
        concepts=[{"name": "Kettles", "target_depth": 5}, {"name": "Cups", "target_depth": 1}],
        must_ask=[{"question": "When can you start?"}],
    )
    updated = await do(service.update, actor, position.id, turned, version=position.version)
    detail = await read(service.get, actor, position.id)
    assert [one.name for one in detail.concepts] == ["Kettles", "Cups"]
    assert [one.question for one in detail.must_ask] == ["When can you start?"]
    assert detail.version == updated.version == 2


async def test_of_two_edits_at_once_the_second_is_told(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    outcomes = await asyncio.gather(
        *(
            do(service.update, actor, position.id, data(title=title), version=1)
            for title in ("First", "Second")
        ),
        return_exceptions=True,
    )
    failed = [one for one in outcomes if isinstance(one, BaseException)]
    assert [type(one) for one in failed] == [ConflictError]
    assert "somebody else" in str(failed[0])
    detail = await read(service.get, actor, position.id)
    assert detail.version == 2
    assert detail.title in {"First", "Second"}


async def test_an_edit_from_another_version_is_refused(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    for version in (0, 2, None, "1", [1]):
        with pytest.raises(ConflictError):
            await do(service.update, actor, position.id, data(title="New"), version=version)
    assert (await read(service.get, actor, position.id)).title == "Tea master"


async def test_opening_needs_a_concept(database: str) -> None:
    actor = await make_actor()
    position = await made(actor, concepts=[])
    with pytest.raises(InvalidInputError) as error:
        await do(service.open_position, actor, position.id)
    assert error.value.field == "concepts"
    assert (await read(service.get, actor, position.id)).status is PositionStatus.DRAFT


async def test_an_open_position_cannot_lose_its_last_concept(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    await do(service.open_position, actor, position.id)
    with pytest.raises(InvalidInputError):
        await do(service.update, actor, position.id, data(concepts=[]), version=1)
    assert len((await read(service.get, actor, position.id)).concepts) == 2


async def test_a_closed_position_stays_closed_and_unchanged(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    await do(service.open_position, actor, position.id)
    await do(service.close_position, actor, position.id)
    for attempt in (
        do(service.update, actor, position.id, data(title="New"), version=1),
        do(service.open_position, actor, position.id),
        do(service.delete_draft, actor, position.id),
    ):
        with pytest.raises(ConflictError):
            await attempt
    detail = await read(service.get, actor, position.id)
    assert (detail.status, detail.title) == (PositionStatus.CLOSED, "Tea master")
    assert detail.opened_at is not None
    assert detail.closed_at is not None


async def test_opening_or_closing_twice_changes_nothing(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    for step in (service.open_position, service.close_position):
        await do(step, actor, position.id)
        await do(step, actor, position.id)
    assert await actions_on(position.id) == [
        "position.created",
        "position.opened",
        "position.closed",
    ]


async def test_a_duplicate_is_a_draft_with_the_same_contents(database: str) -> None:
    actor = await make_actor()
    position = await made(actor, title="x" * 120)
    await do(service.close_position, actor, position.id)
    copy = await do(service.duplicate, actor, position.id)
    source, detail = [await read(service.get, actor, one.id) for one in (position, copy)]
    assert detail.status is PositionStatus.DRAFT
    assert detail.title.endswith("x (copy)")
    assert len(detail.title) <= 120
    assert (detail.concepts, detail.job_description) == (source.concepts, source.job_description)
    assert [(one.question, one.dealbreaker) for one in detail.must_ask] == [
        ("Why tea?", True),
        ("When can you start?", False),
    ]


async def test_a_draft_is_deleted_with_all_it_holds(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    await do(service.delete_draft, actor, position.id)
    with pytest.raises(NotFoundError):
        await read(service.get, actor, position.id)


async def test_a_draft_that_was_tried_out_is_kept(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    await do(interviews.start_trial, actor, position_id=position.id)
    with pytest.raises(ConflictError):
        await do(service.delete_draft, actor, position.id)
    assert (await read(service.get, actor, position.id)).status is PositionStatus.DRAFT


async def test_a_forged_id_is_not_found(database: str) -> None:
    actor = await make_actor()
    for forged in (None, "", "1", 7, [], {}, "\x00", new_id()):
        with pytest.raises(NotFoundError):
            await read(service.get, actor, forged)
        with pytest.raises(NotFoundError):
            await do(service.close_position, actor, forged)


async def test_another_organisation_sees_and_changes_nothing(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    position = await made(actor)
    for attempt in (
        read(service.get, stranger, position.id),
        read(service.plan_of, organization_id=stranger.organization_id, position_id=position.id),
        do(service.update, stranger, position.id, data(), version=1),
        do(service.open_position, stranger, position.id),
        do(service.close_position, stranger, position.id),
        do(service.duplicate, stranger, position.id),
        do(service.delete_draft, stranger, position.id),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await read(service.listing, stranger)).rows == ()


async def test_a_reader_reads_and_changes_nothing(database: str) -> None:
    actor = await make_actor()
    reader = await make_actor(Role.READONLY, actor.organization_id)
    position = await made(actor)
    assert (await read(service.get, reader, position.id)).title == "Tea master"
    for attempt in (
        do(service.create, reader, data()),
        do(service.update, reader, position.id, data(), version=1),
        do(service.open_position, reader, position.id),
        do(service.close_position, reader, position.id),
        do(service.duplicate, reader, position.id),
        do(service.delete_draft, reader, position.id),
    ):
        with pytest.raises(NotPermittedError):
            await attempt


async def test_an_interview_takes_the_plan_of_its_position_along(database: str) -> None:
    actor = await make_actor()
    position = await made(actor)
    _, plan = await read(
        service.plan_of, organization_id=actor.organization_id, position_id=position.id
    )
    assert [target.name for target in plan.targets] == ["Tea ceremony", "Kettles"]
    assert plan.targets[0].must_have
    assert [question.question for question in plan.must_ask] == ["Why tea?", "When can you start?"]


async def test_positions_are_listed_filtered_and_searched(database: str) -> None:
    actor = await make_actor()
    tea, cups = await made(actor), await made(actor, title="Cup_maker 100 %", concepts=[])
    await do(service.open_position, actor, tea.id)
    everything = await read(service.listing, actor)
    assert [row.id for row in everything.rows] == [cups.id, tea.id]
    assert everything.rows[1].concepts == ("Tea ceremony", "Kettles")
    assert [row.id for row in (await read(service.listing, actor, status="open")).rows] == [tea.id]
    for search, found in (("TEA", [tea.id]), ("100 %", [cups.id]), ("p_m", [cups.id]), ("_", 1)):
        page = await read(service.listing, actor, search=search)
        assert [row.id for row in page.rows] == (found if isinstance(found, list) else [cups.id])
    by_title = await read(service.listing, actor, sort="title")
    assert [row.id for row in by_title.rows] == [cups.id, tea.id]


async def test_positions_are_paged(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        for number in range(service.PER_PAGE + 1):
            await service.create(session, actor, data(title=f"Tea master {number}"))
    first = await read(service.listing, actor)
    second = await read(service.listing, actor, page=2)
    assert (len(first.rows), len(second.rows)) == (service.PER_PAGE, 1)
    assert (first.has_next, second.has_next) == (True, False)
    assert first.total == second.total == service.PER_PAGE + 1


async def test_forged_choices_are_read_as_the_default(database: str) -> None:
    actor = await make_actor()
    await made(actor)
    for forged in (None, [], {}, "no", -1, 10**12, True, "\x00", "\ud800"):
        page = await read(service.listing, actor, status=forged, sort=forged, page=forged)
        assert (len(page.rows), page.page) == (1, 1)
        assert (await read(service.listing, actor, search=forged)).page == 1


async def test_a_foreign_or_forged_search_is_no_pattern(database: str) -> None:
    actor = await make_actor()
    await made(actor)
    assert (await read(service.listing, actor, search="%")).rows == ()
