"""An item about tea, an answer to it, and judgements as a model gives them."""

from __future__ import annotations

import itertools

from sqlmodel import select

from app.assessment.items import AnswerPart, FollowUp, Item, ReferencePoint
from app.core.database import reading
from app.core.ids import new_id
from app.engines.choices import configuration_of
from app.engines.models import ModelCall
from app.engines.service import engine_for
from tests.support.people import make_actor

COOLER = "I let the water cool to about seventy or eighty degrees, well below boiling."
SHORT = "It steeps for two or three minutes at most, or it turns bitter."
ANSWER = f"{COOLER} {SHORT}"
ITEM = Item(
    id="tea-1",
    depth=2,
    question="How do you brew green tea well, and why so?",
    rephrase="What do you do to make good green tea, and what for?",
    points=(
        ReferencePoint(
            id="cooler",
            text="Water for green tea is cooler than boiling, seventy to eighty degrees.",
        ),
        ReferencePoint(
            id="short",
            text="Green tea steeps for two or three minutes only, or else it turns bitter.",
        ),
    ),
    misconceptions=("Green tea needs boiling water.",),
    follow_ups=(FollowUp(question="And how long does it take?", points=("short",)),),
)
_numbers = itertools.count(1)


def part(text: str = ANSWER) -> AnswerPart:
    return AnswerPart(turn_id=new_id(), text=text)


def judgement(cooler=("full", [COOLER]), short=("full", [SHORT]), **fields) -> dict:
    """A judgement: the credit and the quotes of either point."""
    points = [
        {"point": name, "credit": credit, "quotes": quotes, "contradicted": credit == "opposite"}
        for name, (credit, quotes) in (("cooler", cooler), ("short", short))
    ]
    for point in points:
        point["credit"] = point["credit"].replace("opposite", "none")
    return {"points": points, "misconceptions": [], "off_topic": False} | fields


NOTHING = ("none", [])


class Bench:
    """An organisation with a model of its own name, and an engine that uses it."""

    def __init__(self, server, monkeypatch, actor) -> None:
        self.server, self.actor = server, actor
        self.model = f"scripted-{next(_numbers)}"
        self._monkeypatch = monkeypatch

    def set(self, **settings: object) -> None:
        from app.settings import get_settings

        for name, value in settings.items():
            self._monkeypatch.setenv(f"VIVAVOCE_OPENAI_{name.upper()}", str(value))
        get_settings.cache_clear()

    def script(self, *answers: dict, **every: object) -> None:
        self.server.script(self.model, *answers, **every)

    @property
    def requests(self) -> list[dict]:
        return self.server.requests(self.model)

    async def engine(self, interview_id=None):
        return await engine_for(self.actor.organization_id, interview_id)

    async def configuration(self):
        async with reading() as session:
            return await configuration_of(session, self.actor.organization_id)

    async def grade(self, text: str = ANSWER, item: Item = ITEM, interview_id=None):
        evaluator = (await self.engine(interview_id)).evaluator
        return await evaluator.grade(item, [part(text)])

    async def calls(self) -> list[ModelCall]:
        async with reading() as session:
            return list((await session.execute(select(ModelCall).order_by("id"))).scalars())


async def bench(server, monkeypatch) -> Bench:
    made = Bench(server, monkeypatch, await make_actor())
    made.set(model=made.model)
    return made
