"""How long the table of interviews takes with a thousand and with a hundred thousand rows.

Run as `python -m tests.bench.interviews_table`; `--explain` prints the plan of each query too.
Needs no server: the rows are invented, in a temporary SQLite database.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, text

from app.core import clock, database
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.identity.models import Organization
from app.identity.permissions import Actor, Role
from app.interviews.listing import list_interviews
from app.interviews.models import Interview, InterviewStatus, InterviewTerm
from app.interviews.terms import terms_of
from app.positions.models import Position
from app.settings import get_settings

SIZES = (1_000, 100_000)
ROUNDS = 60
SYLLABLES = ["".join(pair) for pair in zip("bcdfghjklmnprstvwxyz", "aeiou" * 4, strict=True)]
TITLES = [
    f"{level} {kind} engineer"
    for level in ("Junior", "Senior", "Staff", "Principal")
    for kind in ("back-end", "front-end", "data", "platform", "security")
]
STATUSES = [
    *[InterviewStatus.COMPLETED] * 70,
    *[InterviewStatus.EXPIRED] * 15,
    *[InterviewStatus.CANCELLED] * 8,
    *[InterviewStatus.ABANDONED] * 6,
    InterviewStatus.SCHEDULED,
]
RECOMMENDATIONS = ["strong_hire", "hire", "hire", "discuss", "discuss", "no_hire"]


def a_name(dice: random.Random) -> str:
    parts = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(2)]
    return " ".join(part.capitalize() for part in parts)


def rows(
    size: int, organization_id: uuid.UUID, positions: list[uuid.UUID]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dice = random.Random(size)
    now = clock.now()
    interviews, terms = [], []
    for number in range(size):
        name, place = a_name(dice), dice.randrange(len(TITLES))
        status = dice.choice(STATUSES)
        done = status is InterviewStatus.COMPLETED
        score = round(dice.gauss(62, 15), 1) if done else None
        created = now - timedelta(minutes=5 * (size - number))
        reviewed = done and (size - number) > size // 50
        interview_id = new_id()
        interviews.append(
            {
                "id": interview_id,
                "organization_id": organization_id,
                "position_id": positions[place],
                "kind": "candidate",
                "status": status,
                "token_hash": uuid.uuid4().hex * 2,
                "token_sealed": "x" * 140,
                "candidate_name": name,
                "position_title": TITLES[place],
                "seniority": "senior",
                "duration_min": 45,
                "proctoring": "standard",
                "plan": {"targets": [{"slug": "caching", "filler": "x" * 1_500}]},
                "seed": number,
                "engine": "built-in",
                "score": score,
                "score_low": score and score - 6,
                "score_high": score and score + 6,
                "recommendation": dice.choice(RECOMMENDATIONS) if done else None,
                "depths": [round(dice.uniform(0, 5), 2) for _ in range(6)] if done else [],
                "reviewed_at": now if reviewed else None,
                "expires_at": created + timedelta(days=14),
                "time_used_s": 0.0,
                "draft": "",
                "created_at": created,
            }
        )
        email = f"{name.replace(' ', '.').lower()}{number}@example.com"
        terms += [
            {"interview_id": interview_id, "term": term, "organization_id": organization_id}
            for term in terms_of(name=name, email=email, title=TITLES[place])
        ]
    return interviews, terms


async def fill(size: int) -> tuple[Actor, list[uuid.UUID]]:
    organization = Organization(name="Example Works")
    positions = [
        Position(
            organization_id=organization.id,
            title=title,
            seniority="senior",
            difficulty="standard",
            proctoring="standard",
            interview_types=["technical"],
            duration_min=45,
        )
        for title in TITLES
    ]
    async with database.unit_of_work() as session:
        session.add(organization)
        await session.flush()
        session.add_all(positions)
        await session.flush()
        interviews, terms = rows(size, organization.id, [one.id for one in positions])
        await session.execute(insert(Interview), interviews)
        await session.execute(insert(InterviewTerm), terms)
    actor = Actor(new_id(), organization.id, Role.RECRUITER, "Member", "m@example.com", "Example")
    return actor, [one.id for one in positions]


def questions(positions: list[uuid.UUID]) -> dict[str, dict[str, Any]]:
    now = clock.now()
    return {
        "first page": {},
        "page 30": {"page": 30},
        "completed": {"statuses": ["completed"]},
        "expired or cancelled": {"statuses": ["expired", "cancelled"]},
        "invited": {"statuses": ["scheduled"]},
        "one position": {"position_id": positions[3]},
        "strong hire": {"recommendation": "strong_hire"},
        "to review": {"needs_review": True},
        "by name": {"sort": "name"},
        "by score": {"sort": "score"},
        "lowest score": {"sort": "score", "order": "asc"},
        "by score, completed, one position": {
            "sort": "score",
            "statuses": ["completed"],
            "position_id": positions[3],
        },
        "last week": {"since": now - timedelta(days=7)},
        "search: rare name": {"search": "bacedi"},
        "search: beginning of a name": {"search": "ba"},
        "search: title": {"search": "engineer"},
        "search: name and title": {"search": "bace senior"},
        "search: two common words": {"search": "senior engineer"},
        "search: common word, by name": {"search": "data", "sort": "name"},
        "search: common word, completed": {"search": "platform", "statuses": ["completed"]},
        "search: nothing": {"search": "qqqq"},
    }


async def timings(actor: Actor, positions: list[uuid.UUID]) -> dict[str, tuple[float, float, str]]:
    results, everything = {}, []
    for name, question in questions(positions).items():
        times = []
        for number in range(ROUNDS + 3):
            begun = time.perf_counter()
            async with database.reading() as session:
                page = await list_interviews(session, actor, **question)
            if number >= 3:
                times.append((time.perf_counter() - begun) * 1_000)
        everything += times
        results[name] = (*middle_and_tail(times), page.total_words)
    results["all of them together"] = (*middle_and_tail(everything), "")
    return results


def middle_and_tail(times: list[float]) -> tuple[float, float]:
    """p50 and p95."""
    return statistics.median(times), sorted(times)[int(len(times) * 0.95)]


async def explain(actor: Actor, positions: list[uuid.UUID]) -> None:
    seen: list[tuple[str, Any]] = []

    @event.listens_for(database.get_engine().sync_engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append((statement, given))

    for name, question in questions(positions).items():
        seen.clear()
        async with database.reading() as session:
            await list_interviews(session, actor, **question)
            print(f"\n== {name}")
            asked = seen.copy()
            for statement, given in asked:
                begun = time.perf_counter()
                connection = await session.connection()
                await connection.exec_driver_sql(statement, given)
                took = (time.perf_counter() - begun) * 1_000
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
                print(f"  {took:.1f} ms")
                for row in plan.all():
                    print("     ", row[3])


async def measure(size: int) -> dict[str, tuple[float, float, str]]:
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        os.environ["VIVAVOCE_DATABASE_URL"] = url
        get_settings.cache_clear()
        await upgrade()
        actor, positions = await fill(size)
        if "--analyze" in sys.argv:
            async with database.get_engine().connect() as connection:
                await connection.execute(text("ANALYZE"))
        results = await timings(actor, positions)
        if "--explain" in sys.argv and size == max(SIZES):
            await explain(actor, positions)
        await database.dispose()
        return results


def main() -> None:
    """Print p50 and p95 in milliseconds for each query at each size, and how p95 grows."""
    small, large = (asyncio.run(measure(size)) for size in SIZES)
    print(f"{'':36}{'1,000 rows':>20}{'100,000 rows':>20}   p95 ratio   found")
    for name, (p50, p95, _) in small.items():
        wide50, wide95, found = large[name]
        print(
            f"{name:36}{p50:9.1f} /{p95:6.1f} ms{wide50:9.1f} /{wide95:6.1f} ms"
            f"{wide95 / p95:10.2f}    {found}"
        )


if __name__ == "__main__":
    main()
