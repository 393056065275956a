"""The people who are interviewed: found or added by address, corrected, and really deleted."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from uuid import UUID

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy.exc import IntegrityError

from app.candidates import repository
from app.candidates.models import Candidate
from app.core import audit
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.core.text import clean_line
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

MAX_NAME, MAX_EMAIL = 200, 254
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# Control and format characters, and white space.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
NO_SUCH_CANDIDATE = "There is no such candidate."
ADDRESS_TAKEN = "Another candidate has this e-mail address."


class CandidateView(BaseModel):
    """A candidate as the screens and contracts see one.

    `resume_url` is whatever URI was given: only one of http or https may be shown as a link.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    full_name: str
    email: str
    phone: str | None
    resume_url: str | None
    created_at: AwareDatetime


class CandidateInput(BaseModel):
    """Checked details of a candidate. Made by `check`."""

    model_config = ConfigDict(frozen=True)

    full_name: str
    email: str
    phone: str | None
    resume_url: str | None


def check(
    *, full_name: object, email: object, phone: object = None, resume_url: object = None
) -> CandidateInput:
    """The details, tidied. Raises InvalidInputError naming the field at fault."""
    return CandidateInput(
        full_name=clean_name(full_name),
        email=_clean_address(email),
        phone=_clean_phone(phone),
        resume_url=_clean_url(resume_url),
    )


def clean_name(value: object) -> str:
    """A person's name, in which something can be seen. Raises InvalidInputError for `full_name`."""
    name = clean_line(value, field="full_name", name="Name", longest=MAX_NAME)
    if all(unicodedata.category(character) in _UNSEEN for character in name):
        raise InvalidInputError("Name is needed.", field="full_name")
    return name


def _clean_address(value: object) -> str:
    """An address in lower case, of any form that a mail server may know."""
    text = clean_line(value, field="email", name="E-mail address", longest=MAX_EMAIL)
    # Names such as example.test lead nowhere and are just right for trying things out. The library
    # refuses them, so it is asked about their like elsewhere.
    domain = text.rpartition("@")[2].lower()
    is_special = domain.rpartition(".")[2] in SPECIAL_USE_DOMAIN_NAMES
    stand_in = ".com" if is_special else ""
    try:
        found = validate_email(
            text + stand_in,
            check_deliverability=False,
            globally_deliverable=False,
            allow_quoted_local=True,
            allow_domain_literal=True,
        )
    except EmailNotValidError as error:
        raise InvalidInputError(f"This is not an e-mail address: {error}", field="email") from None
    return found.normalized.lower().removesuffix(stand_in)


def _clean_phone(value: object) -> str | None:
    """A phone number as it was written: there are extensions, letters and remarks in them."""
    if value is None:
        return None
    text = clean_line(value, field="phone", name="Phone number", longest=30, required=False)
    return text or None


def _clean_url(value: object) -> str | None:
    """A URI of any scheme. Only those of the web may become links: see `CandidateView`."""
    if value is None:
        return None
    text = clean_line(value, field="resume_url", name="Résumé link", longest=2000, required=False)
    if text and not _URI.fullmatch(text):
        raise InvalidInputError(
            "The résumé link must be an address such as https://example.com/cv.pdf.",
            field="resume_url",
        )
    return text or None


async def find_or_create(
    session: AsyncSession, *, organization_id: UUID, details: CandidateInput
) -> Candidate:
    """The organisation's candidate with that address, added if there is none.

    A known address keeps the name it has; a phone number or résumé link it lacks is filled in.
    """
    known = await repository.by_email(session, organization_id, details.email)
    if known is None:
        candidate = Candidate(organization_id=organization_id, **details.model_dump())
        try:
            async with session.begin_nested():
                session.add(candidate)
        except IntegrityError:
            known = await repository.by_email(session, organization_id, details.email)
            if known is None:
                raise
        else:
            return candidate
    known.phone = known.phone or details.phone
    known.resume_url = known.resume_url or details.resume_url
    return known


async def of(session: AsyncSession, organization_id: UUID, candidate_id: UUID) -> Candidate:
    """A candidate of the organisation, as stored. Raises NotFoundError."""
    found = await repository.by_id(session, organization_id, candidate_id)
    if found is None:
        raise NotFoundError(NO_SUCH_CANDIDATE)
    return found


async def view_of(
    session: AsyncSession, organization_id: UUID, candidate_id: UUID | None
) -> CandidateView:
    """A candidate, for those who may see their interview. Raises NotFoundError."""
    if candidate_id is None:
        raise NotFoundError(NO_SUCH_CANDIDATE)
    return CandidateView.model_validate(await of(session, organization_id, candidate_id))


async def get(session: AsyncSession, actor: Actor, candidate_id: object) -> CandidateView:
    """One candidate. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    return CandidateView.model_validate(await _of(session, actor, candidate_id))


async def update(
    session: AsyncSession,
    actor: Actor,
    candidate_id: object,
    *,
    full_name: object,
    email: object,
    phone: object = None,
    resume_url: object = None,
) -> CandidateView:
    """Correct a candidate's details; what is left out is emptied.

    Raises NotFoundError, InvalidInputError, and ConflictError where another candidate has the
    address. The copies that interviews keep are brought along by `interviews.service`, which is
    what screens call.
    """
    actor.require(Permission.INVITE)
    candidate = await _of(session, actor, candidate_id)
    details = check(full_name=full_name, email=email, phone=phone, resume_url=resume_url)
    other = await repository.by_email(session, actor.organization_id, details.email)
    if other is not None and other.id != candidate.id:
        raise ConflictError(ADDRESS_TAKEN, field="email")
    try:
        async with session.begin_nested():
            for field, value in details.model_dump().items():
                setattr(candidate, field, value)
    except IntegrityError:
        raise ConflictError(ADDRESS_TAKEN, field="email") from None
    audit.record(
        session,
        "candidate.updated",
        subject_type="candidate",
        subject_id=candidate.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
    )
    return CandidateView.model_validate(candidate)


async def delete(session: AsyncSession, actor: Actor, candidate_id: object) -> None:
    """Delete a candidate with all their interviews, answers, evaluations, signals and reports.

    Nothing of the person remains, in the audit log neither. Raises NotFoundError.
    """
    actor.require(Permission.DELETE_CANDIDATES)
    wanted = parse_id(candidate_id)
    if wanted is None or not await repository.remove(session, actor.organization_id, wanted):
        raise NotFoundError(NO_SUCH_CANDIDATE)
    audit.record(
        session,
        "candidate.deleted",
        subject_type="candidate",
        subject_id=wanted,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
    )


async def _of(session: AsyncSession, actor: Actor, candidate_id: object) -> Candidate:
    wanted = parse_id(candidate_id)
    if wanted is None:
        raise NotFoundError(NO_SUCH_CANDIDATE)
    return await of(session, actor.organization_id, wanted)
