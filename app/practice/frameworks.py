"""The frameworks for building an answer: their parts, and what each part is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.practice.config import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Framework(StrEnum):
    """A way of building an answer."""

    STAR = "STAR"
    CAR = "CAR"
    SOAR = "SOAR"
    PREP = "PREP"


class Part(StrEnum):
    """A part of an answer. Several frameworks share the same one."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    CHALLENGE = "challenge"
    OBSTACLE = "obstacle"
    POINT = "point"
    REASON = "reason"
    EXAMPLE = "example"


class Element(StrEnum):
    """Something a part contains where it is complete."""

    SETTING = "setting"
    PROBLEM = "problem"
    STAKES = "stakes"
    DUTY = "duty"
    GOAL = "goal"
    OWN = "own"
    STEPS = "steps"
    MEASURE = "measure"
    IMPACT = "impact"
    LESSON = "lesson"
    STANCE = "stance"
    CAUSE = "cause"
    DETAIL = "detail"
    INSTANCE = "instance"


PARTS: Mapping[Framework, tuple[Part, ...]] = {
    Framework.STAR: (Part.SITUATION, Part.TASK, Part.ACTION, Part.RESULT),
    Framework.CAR: (Part.CHALLENGE, Part.ACTION, Part.RESULT),
    Framework.SOAR: (Part.SITUATION, Part.OBSTACLE, Part.ACTION, Part.RESULT),
    Framework.PREP: (Part.POINT, Part.REASON, Part.EXAMPLE),
}
"""The parts of each framework, in the order in which they are told."""

VALUE: tuple[Part, ...] = (
    Part.RESULT,
    Part.ACTION,
    Part.POINT,
    Part.REASON,
    Part.EXAMPLE,
    Part.CHALLENGE,
    Part.OBSTACLE,
    Part.TASK,
    Part.SITUATION,
)
"""What a listener misses most, first."""

OUTLINES: Mapping[Framework, str] = {
    Framework.STAR: "Begin with the situation in a sentence or two, say what your task was, spend "
    "most of the time on what you yourself did, and close with the result and what you learned.",
    Framework.CAR: "Name the challenge and why it mattered, say what you yourself did about it, "
    "and close with the result.",
    Framework.SOAR: "Set the situation, name the obstacle that stood in the way, say what you "
    "yourself did, and close with the result.",
    Framework.PREP: "Make your point in one sentence, give the reason for it, and show it with an "
    "example from your own work.",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """What is said where an element is missing: `told` ends “You …”, `wish` is an instruction."""

    told: str
    wish: str


LACKS: Mapping[tuple[Part, Element], Lack] = {
    (Part.SITUATION, Element.SETTING): Lack(
        "did not say where and when this was",
        "Say in one sentence where and when this happened, and who was involved",
    ),
    (Part.SITUATION, Element.PROBLEM): Lack(
        "did not say what was going on", "Say what was going on, so that the rest makes sense"
    ),
    (Part.SITUATION, Element.STAKES): Lack(
        "did not say why it mattered",
        "Add why the situation mattered: who was affected, or what was at risk",
    ),
    (Part.CHALLENGE, Element.SETTING): Lack(
        "did not say where and when this was", "Say in a few words where and when this was"
    ),
    (Part.CHALLENGE, Element.PROBLEM): Lack(
        "did not say what made it hard", "Name the problem itself: what went wrong or was hard"
    ),
    (Part.CHALLENGE, Element.STAKES): Lack(
        "did not say why it mattered",
        "Add why the challenge mattered: who was affected, or what was at risk",
    ),
    (Part.OBSTACLE, Element.PROBLEM): Lack(
        "did not name what stood in your way",
        "Name what stood in your way: a limit, a conflict, or something that failed",
    ),
    (Part.OBSTACLE, Element.DETAIL): Lack(
        "did not say what exactly made it hard",
        "Say what exactly made the obstacle hard to get past",
    ),
    (Part.TASK, Element.DUTY): Lack(
        "did not make clear that this was yours to do",
        "Say what you yourself were responsible for, and why it fell to you",
    ),
    (Part.TASK, Element.GOAL): Lack(
        "did not say why, or what had to be reached",
        "Say what your task had to achieve, by when, or why it was given to you",
    ),
    (Part.ACTION, Element.OWN): Lack(
        "did not say what you yourself did",
        "Say what you yourself did, in the first person: “I”, not “we”",
    ),
    (Part.ACTION, Element.STEPS): Lack(
        "did not take it apart into steps",
        "Describe your action in two or three concrete steps, and why you took them",
    ),
    (Part.RESULT, Element.MEASURE): Lack(
        "did not put it into a number or a clear change",
        "Put the result into a number, or compare before and after",
    ),
    (Part.RESULT, Element.IMPACT): Lack(
        "did not say what it meant for users, the team or the business",
        "Say what the result meant for users, the team or the business",
    ),
    (Part.RESULT, Element.LESSON): Lack(
        "did not say what stayed of it", "Add what you learned, or what was done differently since"
    ),
    (Part.POINT, Element.STANCE): Lack(
        "did not take a clear position", "Open with your position in one plain sentence"
    ),
    (Part.POINT, Element.DETAIL): Lack(
        "did not say clearly what you stand for",
        "Commit to one position, and say when it holds",
    ),
    (Part.REASON, Element.CAUSE): Lack(
        "did not say why", "Give the reason for your point: “because …”"
    ),
    (Part.REASON, Element.DETAIL): Lack(
        "did not explain what follows from it",
        "Explain the reason: what happens because of it, and to whom",
    ),
    (Part.EXAMPLE, Element.INSTANCE): Lack(
        "did not give an example",
        "Show your point with one example from your own work",
    ),
    (Part.EXAMPLE, Element.DETAIL): Lack(
        "did not say what happened in it",
        "Make the example concrete: what was done, and what came of it",
    ),
}

PROTOTYPES: Mapping[Part, tuple[str, ...]] = {
    Part.SITUATION: (
        "At my last job our shop kept going down on busy days.",
        "Two years ago I was part of a small team at a bank.",
        "Customers were complaining about the app and the release was near.",
        "Our department was short of people that winter.",
    ),
    Part.CHALLENGE: (
        "The hard part was that nobody knew the old system.",
        "We were losing orders every hour and had no idea why.",
        "The client threatened to leave because we were late.",
        "Our biggest problem was a deadline that could not move.",
    ),
    Part.OBSTACLE: (
        "However, the other team did not want to change anything.",
        "There was no budget for it.",
        "The supplier let us down a week before the launch.",
        "Half of the team fell ill in the middle of it.",
    ),
    Part.TASK: (
        "My job was to get it working again before Monday.",
        "I was responsible for the migration.",
        "I was asked to find out what had gone wrong.",
        "My manager wanted me to take the project over.",
    ),
    Part.ACTION: (
        "I sat down with each of them and wrote a plan.",
        "I measured where the time went and rewrote that part.",
        "I called the customer, explained the delay and offered a solution.",
        "I set up a daily meeting and kept a list of open questions.",
    ),
    Part.RESULT: (
        "In the end we delivered on time and the customer was happy.",
        "Errors went down by half and nobody has been woken since.",
        "It taught me to ask earlier.",
        "Sales grew and the team kept the new way of working.",
    ),
    Part.POINT: (
        "I think small teams work better than large ones.",
        "In my opinion every change should be reviewed.",
        "Yes, I would choose the simpler tool.",
        "The most important quality is honesty.",
    ),
    Part.REASON: (
        "That is because fewer people need to agree.",
        "The reason is that mistakes are found earlier.",
        "It means that nobody has to wait for somebody else.",
        "Otherwise the costs grow quickly.",
    ),
    Part.EXAMPLE: (
        "For example, in my last project we did exactly that.",
        "Last year a review found an error that would have cost us a customer.",
        "I saw this when we moved to the new system.",
        "Take our billing service as an instance.",
    ),
}
"""Our own sentences that do what each part does, for likeness where no cue stands."""


def framework_of(value: object) -> Framework:
    """The framework of that name, in any case. Raises UnknownValueError naming `framework`."""
    name = value.strip().upper() if isinstance(value, str) else ""
    try:
        return Framework(name)
    except ValueError:
        raise UnknownValueError(
            f"“{str(value)[:40]}” is no framework we know.",
            field="framework",
            accepted=tuple(Framework),
        ) from None
