"""Positions, invitations and whole interviews for tests, with an engine that grades at once."""

from __future__ import annotations

import itertools
from contextlib import contextmanager

from app.assessment import registry
from app.assessment.interviewer import BuiltInInterviewer
from app.assessment.items import AnswerKind, EvidenceSpan, Grade, PointGrade
from app.core.database import reading, unit_of_work
from app.interviews import record, service
from app.interviews.models import Interview, TurnKind
from app.positions import service as positions
from app.positions.inputs import parse_position
from app.room import service as room
from app.room.answering import Received

_numbers = itertools.count(1)


class ScriptedEvaluator:
    """Grades by what the answer says: "full", "half" or anything else, which earns nothing."""

    name, version = "scripted", "1"

    def __init__(self, confidence: float = 0.9) -> None:
        self.confidence = confidence
        self.graded: list[tuple] = []
        self.prepared: list = []

    async def prepare(self, item):
        self.prepared.append(item)

    async def grade(self, item, answer):
        self.graded.append((item, tuple(answer)))
        credit, word = 0.0, None
        for part in answer:
            for said, earned in (("full", 1.0), ("half", 0.5)):
                if said in part.text and earned > credit:
                    credit, word = earned, (part, said)
        return Grade(
            item_id=item.id,
            kind=AnswerKind.SUBSTANTIVE if word else AnswerKind.DONT_KNOW,
            points=tuple(
                PointGrade(
                    point_id=point.id,
                    credit=credit,
                    confidence=self.confidence,
                    evidence=(span_of(*word),) if word else (),
                )
                for point in item.points
            ),
            score=credit,
            confidence=self.confidence,
            engine=self.name,
            engine_version=self.version,
        )


def span_of(part, words: str) -> EvidenceSpan:
    """Where those words stand in a part."""
    start = part.text.index(words)
    return EvidenceSpan(turn_id=part.turn_id, start=start, end=start + len(words), quote=words)


@contextmanager
def engine(evaluator=None, interviewer=None):
    """Inside, the room grades and speaks with these; gives the evaluator."""
    evaluator = evaluator or ScriptedEvaluator()
    registry.use(registry.Engine(evaluator, interviewer or BuiltInInterviewer()))
    try:
        yield evaluator
    finally:
        registry.use(None)


def concept(name: str = "Tea ceremony", **fields) -> dict:
    """A concept outside the bank, as it is entered for a position."""
    return {"name": name, "target_depth": 3, "weight": 2} | fields


async def make_position(actor, *, opened: bool = True, **fields):
    """A position with one concept, open unless otherwise asked for."""
    values = {
        "title": "Tea master",
        "seniority": "senior",
        "interview_types": ["technical"],
        "duration_min": 45,
        "concepts": [concept()],
    } | fields
    async with unit_of_work() as session:
        position = await positions.create(session, actor, parse_position(values))
        if opened:
            await positions.open_position(session, actor, position.id)
    return position


async def invite(actor, position, **fields):
    """An invitation for a candidate nobody else has."""
    values = {
        "position_id": position.id,
        "full_name": "Ada Example",
        "email": f"candidate{next(_numbers)}@example.com",
    } | fields
    async with unit_of_work() as session:
        return await service.invite(session, actor, **values)


async def begun(actor, **fields):
    """The token of an interview that has just begun."""
    invitation = await invite(actor, await make_position(actor, **fields))
    await room.start(invitation.token, room.CONSENT_VERSION)
    return invitation.token


async def send(token: str, text: str, key: str | None = None) -> room.AnswerOutcome:
    """Answer the current question."""
    view = await room.view(token)
    return await room.answer(token, view.question.turn_id, text, key or f"key{next(_numbers)}")


async def take_whole(token: str, text: str = "full marks") -> list[room.RoomView]:
    """Give every question the same answer until the interview is finished; what was seen."""
    seen = [await room.view(token)]
    while seen[-1].status is room.RoomStatus.RUNNING:
        outcome = await send(token, text)
        assert outcome.received is Received.ANSWERED
        seen.append(outcome.view)
        assert len(seen) < 100
    return seen


async def interview_of(token: str) -> Interview:
    """The stored interview of a token."""
    from app.room.access import find

    async with reading() as session:
        found = await find(session, token)
    assert found is not None
    return found


async def turns_of(token: str, *kinds: TurnKind) -> list:
    """What was said, of those kinds or of all."""
    interview = await interview_of(token)
    async with reading() as session:
        turns = await record.turns_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
    return [turn for turn in turns if not kinds or turn.kind in kinds]


async def evaluations_of(token: str):
    """The stored evaluations."""
    from app.assessment import service as assessment

    interview = await interview_of(token)
    async with reading() as session:
        return await assessment.evaluations_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )


async def signals_of(token: str):
    """The recorded integrity signals."""
    interview = await interview_of(token)
    async with reading() as session:
        return await record.signals_of(
            session, organization_id=interview.organization_id, interview_id=interview.id
        )
