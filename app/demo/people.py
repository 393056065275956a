"""The people of the demo: members of the invented company, and those who apply to it.

All names are invented; addresses are at example.com.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from app.identity.permissions import Role

ORGANIZATION = "Example Freight"
OTHER_ORGANIZATION = "Example Orchards"
MEMBERS = {
    "admin": ("Ines Albrandt", Role.ADMIN),
    "recruiter": ("Samuel Okonjo-Reed", Role.RECRUITER),
    "readonly": ("Marta Nowicka-Hale", Role.READONLY),
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who takes an interview.

    `invited` and `taken` are in working days before today; `taken` is 0 for an interview some
    `hours_ago`. `level` is how far above or below the position's targets they know its concepts.
    `own_words`: they answer in the bank's other wordings. They end the interview after so many
    answers, or just leave it. `decision` is a recommendation and its reason, by a person, hours
    later; `regrade` the reason for which a person graded an answer otherwise. `signals` are (kind,
    details) pairs, in order; the first one is dismissed if a reason is given.
    """

    name: str
    position: str
    invited: int
    taken: int
    level: float
    hours_ago: float = 0.0
    own_words: bool = False
    asks_back: bool = False
    ends_after: int | None = None
    leaves_after: int | None = None
    decision: tuple[str, str] | None = None
    note: str = ""
    regrade: str = ""
    signals: tuple[tuple[str, dict[str, int]], ...] = field(default=())
    dismissed: str = ""

    @property
    def email(self) -> str:
        """Their address."""
        return address_of(self.name)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who was invited and has not come: `invited` working days ago.

    The invitation runs out in so many hours (by default, when invitations do).
    """

    name: str
    position: str
    invited: int
    expires_in_hours: float | None = None
    is_cancelled: bool = False


def address_of(name: str) -> str:
    """An address for a name, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", plain).strip(".") + "@example.com"


APPLICANTS = (
    Applicant(
        "Mirela Tanasescu", "backend", invited=15, taken=13, level=0.9, own_words=True,
        decision=("strong_hire", "Clear on transactions and the limits of caching. Make an offer."),
        note="Could start in six weeks. Asked about the on-call rota.",
    ),
    Applicant(
        "Oskar Villemin", "backend", invited=14, taken=12, level=-0.5,
        decision=("discuss", "Good on APIs, thin on concurrency. Meet the team before deciding."),
        signals=(("window_blur", {"seconds": 9}), ("tab_hidden", {"seconds": 41})),
    ),
    Applicant(
        "Thandeka Mokwena", "data", invited=9, taken=7, level=0.6, own_words=True,
        decision=("hire", "Solid in everything we need from the first day."),
        signals=(("window_blur", {"seconds": 3}),),
        dismissed="A calendar reminder: she mentioned it herself.",
    ),
    Applicant(
        "Jaromir Petlan", "backend", invited=7, taken=5, level=-2.6, ends_after=7,
        decision=("no_hire", "Does not have the experience yet. Encourage to apply for mid level."),
    ),
    Applicant(
        "Leonie Haverkamp", "data", invited=4, taken=1, level=-0.8, asks_back=True,
        signals=(("paste", {"characters": 412}), ("tab_hidden", {"seconds": 75}),
                 ("paste", {"characters": 266})),
    ),
    Applicant(
        "Tariq Benhaddou", "backend", invited=3, taken=0, hours_ago=2.2, level=0.5, own_words=True
    ),
    Applicant(
        "Ysolde Carrick", "frontend", invited=12, taken=10, level=0.5, own_words=True,
        decision=("hire", "Thinks of keyboard users without being asked. Offer."),
    ),
    Applicant(
        "Noor Vandersteen", "frontend", invited=5, taken=3, level=-0.6,
        regrade="Said it in other words, a little later in the same answer.",
    ),
    Applicant(
        "Pilar Quiroga-Lund", "frontend", invited=2, taken=0, hours_ago=5.3, level=0.8,
        own_words=True, signals=(("copy", {"characters": 38}),),
    ),
    Applicant("Desmond Achterberg", "data", invited=3, taken=1, level=-2.4, ends_after=6),
    Applicant(
        "Kalinda Ferreiro", "reliability", invited=16, taken=14, level=0.7, own_words=True,
        decision=("strong_hire", "Hired. The position can be closed."),
    ),
    Applicant(
        "Viggo Callander", "reliability", invited=15, taken=13, level=-0.4, leaves_after=3,
        note="Wrote afterwards that another offer came first.",
    ),
)  # fmt: skip
"""Those who have taken their interview."""

RUNNING = (
    Applicant("Rosalind Ekwe-Holt", "data", invited=2, taken=0, hours_ago=0.3, level=0.3),
    Applicant("Kwabena Sorensen", "backend", invited=1, taken=0, hours_ago=0.2, level=-0.3),
)
"""Those who are in the room now; the last one asks for a human."""

INVITEES = (
    Invitee("Anneliese Roth-Mbeki", "backend", 9, expires_in_hours=19),
    Invitee("Cillian Drozdov", "frontend", 9, expires_in_hours=31),
    Invitee("Hyun-woo Castellan", "data", 8, expires_in_hours=44),
    Invitee("Amadou Kerrigan", "backend", 7),
    Invitee("Sunniva Aaltola", "data", 5),
    Invitee("Ikaika Brandtner", "frontend", 5),
    Invitee("Hamish Oduya-Blair", "backend", 4),
    Invitee("Fenna Oyelaran", "backend", 3),
    Invitee("Zdenka Morrow", "frontend", 3),
    Invitee("Ruben Takkari", "data", 2),
    Invitee("Priyanka Voss", "backend", 2),
    Invitee("Marisol Engström", "frontend", 1),
    Invitee("Teodor Wachira", "data", 1),
    Invitee("Ottilie Nakamba", "backend", 0),
    Invitee("Lorcan Abdelaziz", "frontend", 14, expires_in_hours=-26),
    Invitee("Dagny Ferraz", "data", 6, is_cancelled=True),
)

FREE = "Emre Sandoval-Kirk"
"""The candidate of the invitation in `demo.json`: nobody has used it, and it lasts."""
