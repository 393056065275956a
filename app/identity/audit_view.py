"""Reading the audit log of an organisation, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, or_
from sqlmodel import col, select

from app.core import audit_verify, subject_names, subjects
from app.core.audit import AuditEntry
from app.core.ids import parse_id
from app.core.paging import Page, like
from app.identity import repository
from app.identity.models import Membership, User
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.audit_verify import Chain
    from app.identity.permissions import Actor

PER_PAGE = 50
MOST_COUNTED = 100_000
"""How many entries are counted, and searched by person and action, at most: the newest."""

NOBODY = "nobody"
"""Whom to ask for where no member acted: the product itself, a program, or a candidate."""

_PORTION = 500
_USER = "user"


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is wanted of the log. `end` is exclusive.

    `person` is the id of a user, or NOBODY. `subject` is an id, the number of a requisition or
    application, or part of a name; `kind` is a type of subject, `action` part of an action.
    """

    person: str = ""
    action: str = ""
    kind: str = ""
    subject: str = ""
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True, slots=True)
class AuditView:
    """An entry. `person` is empty where no member acted, and `subject` where it has no name now.

    `number` is of a requisition or an application that is still there.
    """

    id: UUID
    at: datetime
    person: str
    action: str
    kind: str
    subject_id: UUID
    subject: str
    number: int | None
    details: dict[str, Any]
    sequence: int | None
    hash: str | None


async def people(session: AsyncSession, actor: Actor) -> list[tuple[UUID, str]]:
    """Ids and names of the organisation's members, by name. Raises NotPermittedError."""
    actor.require(Permission.VIEW_AUDIT)
    return [
        (user.id, user.name) for user, _ in await repository.members(session, actor.organization_id)
    ]


async def listing(
    session: AsyncSession, actor: Actor, query: AuditQuery | None = None
) -> Page[AuditView]:
    """A page of the organisation's audit log, the newest entry first. Raises NotPermittedError.

    The total, and what is asked for by person, kind and action, go as far back as MOST_COUNTED
    entries, so that they stay quick; dates and subjects reach further.
    """
    actor.require(Permission.VIEW_AUDIT)
    wanted = query or AuditQuery()
    newest = (
        select(AuditEntry)
        .where(*await _reaching(session, actor, wanted))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(MOST_COUNTED)
        .subquery()
    )
    found = select(newest.c.id).where(*_within(newest.c, wanted))
    total = (await session.execute(select(func.count()).select_from(found.subquery()))).scalar_one()
    offset = (wanted.page - 1) * wanted.per_page
    if offset >= total:
        return Page((), total, wanted.page, wanted.per_page)
    ids = found.order_by(newest.c.at.desc(), newest.c.id.desc())
    here = await session.execute(ids.offset(offset).limit(wanted.per_page))
    rows = await session.execute(
        select(AuditEntry)
        .where(col(AuditEntry.id).in_([row[0] for row in here.all()]))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    )
    views = await _views(session, actor.organization_id, rows.scalars().all())
    return Page(views, total, wanted.page, wanted.per_page, MOST_COUNTED)


async def entries(
    session: AsyncSession, actor: Actor, query: AuditQuery
) -> AsyncIterator[tuple[AuditView, ...]]:
    """Everything that matches, however old, the newest first, portion by portion.

    Raises NotPermittedError.
    """
    actor.require(Permission.VIEW_AUDIT)
    at, id_ = col(AuditEntry.at), col(AuditEntry.id)
    conditions = [
        *await _reaching(session, actor, query),
        *_within(AuditEntry, query),
    ]
    after: list[ColumnElement[bool]] = []
    while True:
        found = select(AuditEntry).where(*conditions, *after).order_by(at.desc(), id_.desc())
        rows = (await session.execute(found.limit(_PORTION))).scalars().all()
        if not rows:
            return
        yield await _views(session, actor.organization_id, rows)
        last = rows[-1]
        after = [or_(at < last.at, and_(at == last.at, id_ < last.id))]


async def verify(actor: Actor) -> Chain:
    """Walk the chain of the actor's organisation. Raises NotPermittedError."""
    actor.require(Permission.VIEW_AUDIT)
    return await audit_verify.verify_one(actor.organization_id)


async def _reaching(
    session: AsyncSession, actor: Actor, wanted: AuditQuery
) -> list[ColumnElement[bool]]:
    """The conditions that an index serves, however long ago something was."""
    organization_id = actor.organization_id
    conditions = [col(AuditEntry.organization_id) == organization_id]
    if wanted.subject.strip():
        conditions.append(await _about(session, organization_id, wanted.subject.strip()))
    if wanted.start is not None:
        conditions.append(col(AuditEntry.at) >= wanted.start)
    if wanted.end is not None:
        conditions.append(col(AuditEntry.at) < wanted.end)
    return conditions


async def _about(session: AsyncSession, organization_id: UUID, words: str) -> ColumnElement[bool]:
    subject = col(AuditEntry.subject_id)
    if (id_ := parse_id(words)) is not None:
        return subject == id_
    if words.isascii() and words.isdigit():
        if len(words) > len("2147483647"):
            return false()
        numbered = [
            await subjects.id_of(session, things, organization_id, int(words))
            for things in (subjects.REQUISITIONS, subjects.APPLICATIONS)
        ]
        return subject.in_([one for one in numbered if one is not None])
    members = (
        select(User.id)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(
            col(Membership.organization_id) == organization_id,
            func.lower(col(User.name)).like(like(words), escape="\\"),
        )
    )
    named = subject_names.ids_named(organization_id, words)
    return or_(subject.in_(named), subject.in_(members))


def _within(entry: Any, wanted: AuditQuery) -> list[ColumnElement[bool]]:  # noqa: ANN401 - columns
    """The conditions that each entry is looked at for."""
    conditions = []
    if wanted.person == NOBODY:
        conditions.append(entry.user_id.is_(None))
    elif wanted.person:
        person = parse_id(wanted.person)
        conditions.append(entry.user_id == person if person else false())
    if wanted.kind:
        conditions.append(entry.subject_type == wanted.kind)
    return conditions + [
        entry.action.like(like(word), escape="\\") for word in wanted.action.split()
    ]


async def _views(
    session: AsyncSession, organization_id: UUID, rows: Sequence[AuditEntry]
) -> tuple[AuditView, ...]:
    of_kind: dict[str, set[UUID]] = {}
    for row in rows:
        of_kind.setdefault(row.subject_type, set()).add(row.subject_id)
    acting = {row.user_id for row in rows if row.user_id is not None}
    members = await repository.names_of(
        session, organization_id, acting | of_kind.get(_USER, set())
    )
    named: dict[tuple[str, UUID | None], str] = {
        (_USER, one): name for one, name in members.items()
    }
    for kind, ids in of_kind.items():
        found = await subject_names.names(session, organization_id, kind, ids)
        named.update({(kind, one): name for one, name in found.items()})
    numbers: dict[UUID | None, int] = {
        **await subjects.applications(session, organization_id, of_kind.get("application", set())),
        **{
            one: number
            for one, (number, _) in (
                await subjects.requisitions(
                    session, organization_id, of_kind.get("requisition", set())
                )
            ).items()
        },
    }
    return tuple(
        AuditView(
            id=row.id,
            at=row.at,
            person=_person(row.user_id, members),
            action=row.action,
            kind=row.subject_type,
            subject_id=row.subject_id,
            subject=named.get((row.subject_type, row.subject_id), ""),
            number=numbers.get(row.subject_id),
            details=row.details,
            sequence=row.sequence,
            hash=row.hash,
        )
        for row in rows
    )


def _person(user_id: UUID | None, members: dict[UUID, str]) -> str:
    if user_id is None:
        return ""
    return members.get(user_id, f"Former member {str(user_id)[:8]}")
