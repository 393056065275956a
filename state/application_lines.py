"""Applications in a table, in words, and what an address asks of the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.applications.counts import WAITING
from app.applications.models import ApplicationStatus
from app.applications.progress import INVITABLE
from app.applications.service import OUT
from app.applications.status import WORDS
from app.core.numbers import number_in
from state.moments import day
from state.rows import score_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.applications.values import ApplicationRow
    from app.interviews.listing import InterviewRow

HERE = "/applications"
WAITS = "waiting"
ORDERS = ("asc", "desc")
SORTS = {
    "created": "createdAt",
    "name": "candidateName",
    "risk": "riskScore",
    "status": "status",
}
"""What the table is sorted by, as addresses and the service name it; the first is the default."""

STATUS_CHOICES = (
    ("", "Any status"),
    (WAITS, "Waiting for a person"),
    *((status.value, words) for status, words in WORDS.items()),
)
_ASCEND = frozenset({"name", "status"})
_TONES = {
    ApplicationStatus.ANALYSED: "accent",
    ApplicationStatus.COMPLETE: "good",
    ApplicationStatus.FAILED: "bad",
}
_MAX_SEARCH = 120
_MAX_PAGE_DIGITS = 5


@dataclass(frozen=True)
class Line:
    """An application in the table, in words. `risk_width` is of its bar."""

    number: int
    href: str
    name: str
    email: str = ""
    requisition: str = ""
    requisition_href: str = ""
    status: str = ""
    tone: str = ""
    moving: bool = False
    workday_status: str = ""
    risk: str = ""
    risk_width: str = "0%"
    asks_for_human: bool = False
    compliance: bool = False
    hidden_text: bool = False
    interview_href: str = ""
    interview: str = ""
    score: str = ""
    says: str = ""
    arrived: str = ""
    arrived_iso: str = ""
    can_invite: bool = False
    can_reject: bool = False
    can_reprocess: bool = False
    why_not_invite: str = ""
    why_not_reprocess: str = ""


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default.

    `base` is the page the table is on. Days are ISO dates, both of them included.
    """

    base: str = HERE
    search: str = ""
    requisition: str = ""
    status: str = ""
    first: str = ""
    last: str = ""
    sort: str = "created"
    order: str = "desc"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the table."""
        return self != Query(base=self.base, sort=self.sort, order=self.order, page=self.page)

    @property
    def parameters(self) -> dict[str, str]:
        """The query as the parameters of an address, without the page."""
        return {
            "q": self.search,
            "requisition": self.requisition,
            "status": self.status,
            "from": self.first,
            "to": self.last,
            "sort": self.sort,
            "order": self.order,
        }

    @property
    def statuses(self) -> tuple[ApplicationStatus, ...]:
        """The statuses that are asked for; none for all."""
        if self.status == WAITS:
            return WAITING
        return (ApplicationStatus(self.status),) if self.status else ()

    @property
    def since(self) -> datetime | None:
        """Where the first day begins, in UTC."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime | None:
        """Where the last day is over, in UTC."""
        begins = _midnight(self.last)
        return begins + timedelta(days=1) if begins else None

    def address(self, **changes: Any) -> str:
        """The address of this table with something changed; any change but of page goes to 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = wanted.parameters | {
            "sort": "" if wanted.sort == "created" else wanted.sort,
            "order": "" if wanted.order == usual_order(wanted.sort) else wanted.order,
            "page": "" if wanted.page == 1 else str(wanted.page),
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{wanted.base}?{written}" if written else wanted.base

    def sorted_by(self, sort: str) -> str:
        """The address of the same in that order, or in the reverse where it already is."""
        order = usual_order(sort)
        if sort == self.sort and order == self.order:
            order = ORDERS[1 - ORDERS.index(order)]
        return self.address(sort=sort, order=order)


def usual_order(sort: str) -> str:
    """Names and statuses ascend, all else descends."""
    return "asc" if sort in _ASCEND else "desc"


def query_of(parameters: Mapping[str, str], base: str = HERE) -> Query:
    """The query an address holds. On a requisition's own page it names no other."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    sort = given.get("sort", "")
    sort = sort if sort in SORTS else "created"
    return Query(
        base=base,
        search=searched(given.get("q", "")),
        requisition=str(number_in(given.get("requisition", "")) or "") if base == HERE else "",
        status=_known(given.get("status"), {value for value, _ in STATUS_CHOICES}),
        first=_day(given.get("from", "")),
        last=_day(given.get("to", "")),
        sort=sort,
        order=_known(given.get("order"), ORDERS) or usual_order(sort),
        page=page_in(given.get("page", "")),
    )


def searched(text: object) -> str:
    """What is looked for, of what was typed."""
    return " ".join(text.split())[:_MAX_SEARCH] if isinstance(text, str) else ""


def page_in(text: str) -> int:
    """The page in an address; the first one where it says none."""
    plain = text.isascii() and text.isdigit() and len(text) <= _MAX_PAGE_DIGITS
    return max(int(text), 1) if plain else 1


def line_of(
    row: ApplicationRow, interview: InterviewRow | None, *, hidden_text: bool = False
) -> Line:
    """An application in words."""
    ended = interview is not None and interview.score is not None
    return Line(
        number=row.number,
        href=f"{HERE}/{row.number}",
        name=row.candidate_name,
        email=row.candidate_email,
        requisition=row.requisition_name,
        requisition_href=f"/requisitions/{row.requisition_number}",
        status=WORDS[row.status],
        tone=_TONES.get(row.status, ""),
        moving=row.status is ApplicationStatus.ANALYSING,
        workday_status=row.workday_status or "",
        risk="" if row.risk_score is None else f"{row.risk_score:.2f}",
        risk_width=f"{round((row.risk_score or 0) * 100)}%",
        asks_for_human=row.human_requested,
        compliance=row.compliance_review,
        hidden_text=hidden_text,
        interview_href=f"/interviews/{interview.id}" if interview else "",
        interview=interview.status_words if interview else "",
        score=score_words(interview.score) if interview else "",
        says=(interview.recommendation or "") if interview and ended else "",
        arrived=day(row.created_at),
        arrived_iso=row.created_at.isoformat(),
        can_invite=not _why_not_invite(row),
        can_reject=row.status is not ApplicationStatus.REJECTED,
        can_reprocess=not _why_not_reprocess(row),
        why_not_invite=_why_not_invite(row),
        why_not_reprocess=_why_not_reprocess(row),
    )


def _why_not_invite(row: ApplicationRow) -> str:
    if row.status not in INVITABLE:
        return {
            ApplicationStatus.ANALYSING: "is being analysed",
            ApplicationStatus.INVITED: "has an invitation already",
            ApplicationStatus.INTERVIEWING: "is being interviewed",
            ApplicationStatus.REJECTED: "was rejected",
        }.get(row.status, "was withdrawn")
    return "" if row.candidate_email else "has no e-mail address"


def _why_not_reprocess(row: ApplicationRow) -> str:
    if row.status in OUT:
        return "was rejected" if row.status is ApplicationStatus.REJECTED else "was withdrawn"
    return "" if row.has_resume else "has no résumé yet"


def _known(value: object, offered: Collection[str]) -> str:
    return value if isinstance(value, str) and value in offered else ""


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return ""
    # The day after the last one there is cannot be written.
    return found.isoformat() if date.min < found < date.max else ""


def _midnight(text: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC) if text else None
