"""Who has applied for the demo's requisitions, and what has become of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.demo import careers

if TYPE_CHECKING:
    from app.demo.resumes import Career


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who applies, all in working days before today. Without a `career`, no résumé yet.

    `invited` is by a recruiter, as not every requisition invites by itself. An interview is
    `taken` at a `level` above or below the targets, and ended after so many answers if they do;
    `running` is for one that began so many hours ago. `out` is a status, why, and when.
    """

    name: str
    requisition: str
    applied: int
    career: Career | None = None
    invited: int | None = None
    taken: int | None = None
    level: float = 0.0
    ends_after: int | None = None
    running: float | None = None
    out: tuple[str, str, int] | None = None


SEEKERS = (
    Seeker("Tamsin Orlowski", "backend", 13, careers.POLISHED),
    Seeker("Bastien Kurowicki", "data", 12, careers.WAREHOUSE, invited=11, taken=9, level=0.7),
    Seeker("Oona Fairweather-Lis", "backend", 12, careers.WEB_PAGES,
           out=("rejected", "No experience with services yet. Told about the internship.", 10)),
    Seeker("Casper Dijkgraaf", "data", 11, careers.ANALYST, invited=10, taken=8, level=-1.6,
           ends_after=4),
    Seeker("Maeve Thorsrud", "platform", 10, careers.GATEWAY, taken=7, level=0.4,
           ends_after=6),
    Seeker("Lowen Abara", "data", 10, careers.MARKETING,
           out=("rejected", "Another line of work altogether.", 9)),
    Seeker("Salome Brandvold", "backend", 9, careers.TERMINAL,
           out=("withdrawn", "Has taken another offer.", 6)),
    Seeker("Idris Velloso", "platform", 8, out=("withdrawn", "Applied twice by mistake.", 7)),
    Seeker("Petra Quillon", "data", 8, careers.COPIED,
           out=("rejected", "The résumé holds a sentence for machines, and little else.", 5)),
    Seeker("Yannick Osei-Dahl", "platform", 7, careers.HELPDESK),
    Seeker("Beatrix Solheim", "backend", 6, careers.FAMILY_FACTS),
    Seeker("Ravindra Mossop", "data", 5, careers.SCANNED),
    Seeker("Joss Merriweather", "platform", 5, careers.AHEAD_OF_TIME),
    Seeker("Elif Castelain", "data", 4, careers.HEALTH_FACTS),
    Seeker("Dorian Achebe-Voll", "backend", 4, careers.LEDGER),
    Seeker("Wilhelmina Groot", "backend", 3, careers.REPORTS),
    Seeker("Marcin Ferenc", "data", 3, careers.CUSTOMS),
    Seeker("Sunna Halvorsen-Pike", "platform", 2, careers.BROKER),
    Seeker("Gideon Larsmo", "backend", 2, careers.TICKETS, level=0.4, running=0.1),
    Seeker("Anouk Derricott", "backend", 1, careers.BOOKING_LEAD),
    Seeker("Femi Rasmus-Clay", "data", 1, careers.FLEET),
    Seeker("Ludmila Pereda", "backend", 1),
    Seeker("Tobias Nkemelu", "data", 0),
    Seeker("Greta Sandoval-Lowe", "platform", 0),
)  # fmt: skip
"""In the order in which they applied."""

SHOWN = "Marcin Ferenc"
"""Whose application `demo.json` names: analysed, and not invited."""

COMPLETED = "Bastien Kurowicki"
"""Whose interview is over, and `demo.json` names."""

EXPECTED = "Anouk Derricott"
"""Who has an invitation that lasts, and has not followed it."""
