"""Greenhouse's Assessment API, from the partner's side: tests, orders, and how they stand.

Documented: what is asked and answered, that "complete" is the status of a test with results and
that such a test needs a profile URL, and that metadata is flat. Every other status is free text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from app.api_keys import service as api_keys
from app.core.text import clean_text
from app.identity.permissions import Scope
from app.interviews.events import iso, public_status, report_url
from app.interviews.models import InterviewStatus
from app.partners import orders
from app.partners.models import Partner
from app.partners.service import key_of
from app.reports import service as reports
from app.webhooks.models import EndpointFormat, EventType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.partners.orders import Person

log = structlog.get_logger(__name__)

COMPLETE = "complete"
ID_FIELD = "partner_interview_id"
EVENTS = (EventType.REPORT_GENERATED, EventType.INTERVIEW_CANCELED)
"""Upon these Greenhouse is called back, to ask how the test stands."""

_LONGEST_ERROR = 500
_IN_PARTNERS_WORDS = {InterviewStatus.SCHEDULED: "sent", InterviewStatus.COMPLETED: "processing"}


@dataclass(frozen=True, slots=True)
class TestStatus:
    """How a test stands. `score` is 0 to 100; `metadata` is shown label by label."""

    status: str
    profile_url: str
    score: float | None = None
    metadata: dict[str, str | int | float] = field(default_factory=dict)


async def send_test(
    session: AsyncSession,
    actor: Actor,
    *,
    test_id: str,
    person: Person,
    url: str,
    profile_url: str | None,
) -> UUID:
    """The interview that Greenhouse orders; candidate, test and URL tell a retry from an order.

    `url` has been checked by `core.outbound.check_host`. Raises as `orders.place` does.
    """
    order = orders.Order(
        partner=Partner.GREENHOUSE,
        identity=(test_id, (person.email or "").strip().lower(), url),
        position_id=test_id,
        person=person,
        call_back=orders.CallBack(
            format=EndpointFormat.GREENHOUSE,
            url=url,
            credential=await _credential(session, actor),
            event_types=EVENTS,
        ),
        details={"greenhouse_profile_url": profile_url},
    )
    return await orders.place(session, actor, order)


async def test_status(session: AsyncSession, actor: Actor, interview_id: object) -> TestStatus:
    """How the interview of an order stands; scores for keys that may read reports alone.

    Raises NotFoundError.
    """
    _, interview = await orders.ordered(
        session, actor, Partner.GREENHOUSE, interview_id, field=ID_FIELD
    )
    # It is written to the interview when the report is made.
    has_report = interview.recommendation is not None
    found: dict[str, str | int | float] = {}
    score = None
    if has_report and Scope.REPORTS_READ in actor.scopes:
        verdict = (await reports.report_view(session, actor, interview.id)).verdict
        if verdict is not None:
            score = None if verdict.score is None else round(verdict.score, 1)
            found["Recommendation"] = verdict.words
            if verdict.low is not None and verdict.high is not None:
                found["Score interval"] = f"{verdict.low:.0f} to {verdict.high:.0f}"
            found["Questions asked"] = verdict.questions_asked
    return TestStatus(
        status=COMPLETE if has_report else _status(interview),
        profile_url=report_url(interview),
        score=score,
        metadata=found | _times(interview),
    )


async def note_error(
    session: AsyncSession,
    actor: Actor,
    *,
    api_call: str,
    errors: Sequence[str],
    interview_id: object,
) -> None:
    """Keep what Greenhouse could not make sense of, with the order if it names one.

    Raises NotFoundError for an order it did not make.
    """
    said = clean_text(
        f"{api_call}: {'; '.join(errors)}"[:_LONGEST_ERROR],
        field="errors",
        name="The error",
        longest=_LONGEST_ERROR,
    )
    if interview_id is not None:
        order, _ = await orders.ordered(
            session, actor, Partner.GREENHOUSE, interview_id, field=ID_FIELD
        )
        order.last_error = said
    log.warning(
        "greenhouse_response_error",
        organization_id=str(actor.organization_id),
        interview_id=str(interview_id) if interview_id is not None else None,
        api_call=api_call,
        errors=list(errors),
    )


async def _credential(session: AsyncSession, actor: Actor) -> str:
    """The key that Greenhouse was given, if it is the one that this order came with.

    Whoever orders names the address of the call-back: no key may go there but their own.
    """
    key = await key_of(session, actor.organization_id, Partner.GREENHOUSE)
    holder = await api_keys.authenticate(session, key) if key else None
    is_theirs = holder is not None and holder.api_key_id == actor.api_key_id
    return key if key and is_theirs else ""


def _status(interview: Interview) -> str:
    return _IN_PARTNERS_WORDS.get(interview.status, public_status(interview))


def _times(interview: Interview) -> dict[str, str | int | float]:
    started, ended = iso(interview.started_at), iso(interview.ended_at)
    times: dict[str, str | int | float] = {}
    if started:
        times["Started at"] = started
    if ended:
        times["Ended at"] = ended
        times["Minutes taken"] = round(interview.time_used_s / 60)
    return times
