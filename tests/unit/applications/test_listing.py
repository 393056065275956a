"""The list of applications against the same done by hand."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest

from app.applications import finding, searching
from app.applications.listing import listing
from app.applications.models import Application, ApplicationSource, ApplicationStatus
from app.applications.status import begin
from app.applications.terms import note_terms
from app.candidates.models import Candidate
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.requisitions.models import Requisition
from tests.support.people import make_actor

pytestmark = pytest.mark.usefixtures("database")
NAMES = ["Ada Lovely", "Åsa Lind", "Bea O'Hara", "Ada Lind", "Cleo Lovely-Lind"]
MANY = 90
DAY = timedelta(days=1)


async def filled(actor) -> list[Application]:
    """Applications of two requisitions in every status, some at the same moment."""
    dice, now, made = random.Random(7), clock.now(), []
    async with unit_of_work() as session:
        requisitions = [
            Requisition(organization_id=actor.organization_id, number=number, name=f"Job {number}")
            for number in (1, 2)
        ]
        session.add_all(requisitions)
        await session.flush()
        for number in range(1, MANY + 1):
            name, email = dice.choice(NAMES), f"someone{number}@example.com"
            candidate = Candidate(
                organization_id=actor.organization_id, full_name=name, email=email
            )
            session.add(candidate)
            await session.flush()
            application = Application(
                organization_id=actor.organization_id,
                number=number,
                requisition_id=requisitions[number % 3 == 0].id,
                candidate_id=candidate.id,
                source=ApplicationSource.API,
                candidate_name=name,
                candidate_email=email,
                status=dice.choice(list(ApplicationStatus)),
                risk_score=dice.choice([None, 0.1, 0.5, 0.5, 0.9]),
                created_at=now - timedelta(hours=dice.randrange(20) * 130),
            )
            await begin(session, application)
            await note_terms(session, application)
            made.append(application)
    return made


def begins(one: Application, word: str) -> bool:
    name = one.candidate_name.replace("Å", "A").casefold()
    words = [*name.split(), *re.findall(r"\w+", name), one.candidate_email]
    return any(own.startswith(word) for own in words)


def by_hand(made, *, number, statuses, words, since, until, sort, descending) -> list[int]:
    found = [
        one
        for one in made
        if (number is None or (one.number % 3 == 0) is (number == 2))
        and (not statuses or one.status in statuses)
        and (since is None or one.created_at >= since)
        and (until is None or one.created_at < until)
        and all(begins(one, word) for word in words)
    ]
    columns = finding.SORTS[sort]
    found.sort(key=lambda one: [getattr(one, name) or 0 for name in columns], reverse=descending)
    if sort == "riskScore":
        found.sort(key=lambda one: one.risk_score is None)
    return [one.number for one in found]


@pytest.mark.parametrize("few", [2_000, 3], ids=["collected", "walked"])
async def test_every_list_is_what_it_is_by_hand(few, monkeypatch) -> None:
    for module in (finding, searching):
        monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(finding, "FAR", 5_000 if few > MANY else 4)
    for cost in ("_TO_SORT", "_TO_READ"):
        monkeypatch.setattr(searching, cost, 0 if few > MANY else 1_000)
    actor, stranger = await make_actor(), await make_actor()
    made = await filled(actor)
    await filled(stranger)
    dice = random.Random(few)
    moments = [None, None, *(clock.now() - days * DAY for days in (3, 30, 45, 80))]
    groups = [[], [], *([one] for one in ApplicationStatus), list(ApplicationStatus)[2:5]]
    async with reading() as session:
        for _ in range(120):
            asked = {
                "number": dice.choice([None, None, 1, 2]),
                "statuses": dice.choice(groups),
                "words": dice.choice([(), (), ("ada",), ("li", "as"), ("lo", "lind"), ("zz",)]),
                "since": dice.choice(moments),
                "until": dice.choice(moments),
                "sort": dice.choice(list(finding.SORTS)),
                "descending": dice.random() < 0.5,
            }
            expected = by_hand(made, **asked)
            per_page = dice.choice([1, 7, 100])
            pages = -(-len(expected) // per_page)
            for page in {1, pages, pages + 1, dice.randint(1, pages + 1)} - {0}:
                found = await listing(
                    session,
                    actor,
                    requisition=asked["number"],
                    search=" ".join(asked["words"]),
                    **{name: asked[name] for name in asked if name not in {"number", "words"}},
                    page=page,
                    per_page=per_page,
                )
                window = expected[(page - 1) * per_page : page * per_page]
                assert ([row.number for row in found.rows], found.total) == (
                    window,
                    len(expected),
                ), (asked, page, per_page)


async def test_nothing_is_sorted_by_what_there_is_not() -> None:
    actor = await make_actor()
    async with reading() as session:
        with pytest.raises(InvalidInputError) as refused:
            await listing(session, actor, sort="salary")
    assert refused.value.field == "sort"
