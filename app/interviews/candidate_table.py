"""The table of candidates, each with their interviews counted and the latest one.

It stands here and not with the candidates because interviews know candidates, not the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, union
from sqlmodel import SQLModel, col

from app.candidates.models import Candidate
from app.identity.permissions import Permission
from app.interviews.finding import COUNT_TO, FEW, Total, begins_with
from app.interviews.listing import COLUMNS, MAX_PAGE, PER_PAGE, row_of, search_terms
from app.interviews.models import Interview, InterviewKind, InterviewTerm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, FromClause, Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.listing import InterviewRow

_TABLE: FromClause = SQLModel.metadata.tables[str(Candidate.__tablename__)]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate in a table. `latest` is the newest interview, None for a candidate without."""

    id: UUID
    full_name: str
    email: str
    created_at: datetime
    interviews: int
    latest: InterviewRow | None


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """A page of candidates. `total` counts all that match, up to 1,000."""

    rows: tuple[CandidateRow, ...]
    total: Total
    page: int
    per_page: int
    has_next: bool

    @property
    def total_words(self) -> str:
        """How many match, such as "128" or "1,000+"."""
        return self.total.words


async def list_candidates(
    session: AsyncSession,
    actor: Actor,
    *,
    search: object = "",
    sort: object = "name",
    page: object = 1,
) -> CandidatePage:
    """A page of the organisation's candidates, by `name` or the `newest` first.

    Every word of `search` must begin a word of the name or address, or of the title of a position
    they were invited for. Values nobody offers are read as the default.
    """
    actor.require(Permission.VIEW)
    number = page if isinstance(page, int) and 1 <= page <= MAX_PAGE else 1
    source, conditions = await _search(session, actor.organization_id, search_terms(search))
    columns = source.c
    order = [columns.id.desc()] if sort == "newest" else [columns.full_name, columns.id]
    query = (
        select(columns.id, columns.full_name, columns.email, columns.created_at)
        .where(*conditions)
        .order_by(*order)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    )
    found = (await session.execute(query)).all()
    some = select(columns.id).where(*conditions).limit(COUNT_TO + 1).subquery()
    count = (await session.execute(select(func.count()).select_from(some))).scalar_one()
    return CandidatePage(
        rows=await _with_interviews(session, found[:PER_PAGE]),
        total=Total(min(count, COUNT_TO), exact=count <= COUNT_TO),
        page=number,
        per_page=PER_PAGE,
        has_next=len(found) > PER_PAGE and number < MAX_PAGE,
    )


async def _search(
    session: AsyncSession, organization_id: UUID, words: Sequence[str]
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """Where to look for candidates, and what must hold of them.

    Candidates found by a word that finds few are looked up first; words that find many are asked
    of one candidate after the other, in the order of the page.
    """
    dialect = session.get_bind().dialect.name
    few: set[UUID] | None = None
    many = []
    for word in words:
        found_by = _found_by(organization_id, word, dialect)
        arms = [one.limit(FEW + 1).subquery() for one in found_by]
        sizes = select(*(select(func.count()).select_from(one).scalar_subquery() for one in arms))
        if max((await session.execute(sizes)).one()) > FEW:
            many.append(word)
            continue
        ids = set((await session.execute(union(*found_by))).scalars())
        few = ids if few is None else few & ids
    source: FromClause = _TABLE
    if few is not None:
        # The limit keeps databases from walking all candidates in the order of the page.
        chosen = select(_TABLE).where(_TABLE.c.id.in_(few)).limit(2 * FEW + 2)
        source = chosen.subquery()
    conditions = [source.c.organization_id == organization_id]
    return source, conditions + [_is_found_by(source, word, dialect) for word in many]


def _found_by(organization_id: UUID, word: str, dialect: str) -> tuple[Select[Any], Select[Any]]:
    """The candidates with an interview found by that word, and those with such an address."""
    by_term: Select[Any] = (
        select(col(Interview.candidate_id).label("id"))
        .join(InterviewTerm, col(InterviewTerm.interview_id) == col(Interview.id))
        .where(
            col(InterviewTerm.organization_id) == organization_id,
            begins_with(col(InterviewTerm.term), word, dialect),
            col(Interview.candidate_id).is_not(None),
        )
    )
    by_address: Select[Any] = select(_TABLE.c.id).where(
        _TABLE.c.organization_id == organization_id,
        begins_with(_TABLE.c.email, word, dialect),
    )
    return by_term, by_address


def _is_found_by(source: FromClause, word: str, dialect: str) -> ColumnElement[bool]:
    """The same, asked of one candidate of the organisation after the other."""
    by_term = (
        select(col(Interview.id))
        .join(InterviewTerm, col(InterviewTerm.interview_id) == col(Interview.id))
        .where(
            col(Interview.candidate_id) == source.c.id,
            begins_with(col(InterviewTerm.term), word, dialect),
        )
        .exists()
    )
    return or_(by_term, begins_with(source.c.email, word, dialect))


async def _with_interviews(
    session: AsyncSession, candidates: Sequence[Any]
) -> tuple[CandidateRow, ...]:
    """The candidates with the number of their interviews and the newest, in one query for all."""
    newest_first = func.row_number().over(
        partition_by=col(Interview.candidate_id), order_by=col(Interview.id).desc()
    )
    counted = func.count().over(partition_by=col(Interview.candidate_id))
    ranked = (
        select(*COLUMNS, newest_first.label("place"), counted.label("interviews"))
        .where(
            and_(
                col(Interview.candidate_id).in_([one.id for one in candidates]),
                col(Interview.kind) == InterviewKind.CANDIDATE,
            )
        )
        .subquery()
    )
    query = select(ranked).where(ranked.c.place == 1)
    latest = {row.candidate_id: row for row in (await session.execute(query)).all()}
    rows = []
    for one in candidates:
        row = latest.get(one.id)
        rows.append(
            CandidateRow(
                id=one.id,
                full_name=one.full_name,
                email=one.email,
                created_at=one.created_at,
                interviews=row.interviews if row else 0,
                latest=row_of(row) if row else None,
            )
        )
    return tuple(rows)
