"""The interview room as the page shows it: small rows, made of what the room lets be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from app.room.service import RoomStatus, RoomView

if TYPE_CHECKING:
    from app.room.views import LineView

ASKED = frozenset({"question", "follow_up", "must_ask"})
"""Kinds of turns that are answered."""

MAX_DOTS = 24
"""More questions than this are told in words alone."""


class Term(TypedDict):
    """A paragraph of what the candidate agrees to."""

    title: str
    text: str


class Line(TypedDict):
    """Something that was said."""

    id: str
    who: str
    text: str


class Signal(TypedDict):
    """Something that was recorded; `at` in ISO 8601."""

    at: str
    words: str


_TERMS: dict[str, Term] = {
    "ai_interviewer": Term(
        title="The interviewer is an AI",
        text="Software asks the questions and chooses them by what you answered before. Nobody "
        "is watching while you write.",
    ),
    "answers_recorded": Term(
        title="What is recorded",
        text="The answers you type, when you sent them and how long you took. What you have "
        "typed but not sent is saved every few seconds, so that nothing gets lost.",
    ),
    "signals_recorded": Term(
        title="What else is recorded",
        text="When you leave this tab or window and for how long, how much text you paste or "
        "copy (never which text), when the connection is lost, and a second tab. None of it "
        "changes the assessment. A person may look at it, and you can see all of it during the "
        "interview.",
    ),
    "fullscreen_recorded": Term(
        title="Full screen",
        text="This interview is held in full screen. Leaving full screen is recorded as well.",
    ),
    "how_graded": Term(
        title="How your answers are assessed",
        text="Software compares them with what a full answer contains, and must show your own "
        "words for every point it counts. Length, style and spelling don’t matter, and it is not "
        "told your name.",
    ),
    "people_decide": Term(
        title="A person decides",
        text="The hiring team reads your answers beside the assessment. The software gives "
        "advice; people decide.",
    ),
    "human_help": Term(
        title="You can have a human instead",
        text="Now or at any time during the interview, “Ask for a human” tells the hiring team "
        "that you would rather talk to a person. It doesn’t count against you.",
    ),
}


def terms_of(view: RoomView) -> list[Term]:
    """The paragraphs that the candidate agrees to. Raises KeyError for one without words."""
    words = {key: _TERMS[key] for key in view.consent_keys}
    return [words[key] for key in _TERMS if key in words]


def asked_last(view: RoomView) -> LineView | None:
    """The question that stands, also while its answer is being read."""
    return next((line for line in reversed(view.transcript) if line.kind in ASKED), None)


def said_before(view: RoomView) -> list[Line]:
    """What was said so far, without what is on the screen now."""
    asked = asked_last(view)
    return [
        Line(
            id=str(line.turn_id),
            who="You" if line.role == "candidate" else "Interviewer",
            text=line.text,
        )
        for line in view.transcript
        if line != asked
    ]


def count_of(view: RoomView) -> str:
    """How much was said so far, in words."""
    asked = asked_last(view)
    count = sum(line.kind in ASKED for line in view.transcript if line != asked)
    return "1 question" if count == 1 else f"{count} questions"


def clarified(view: RoomView) -> list[str]:
    """What the interviewer said about the question that stands."""
    asked = asked_last(view)
    after = view.transcript[view.transcript.index(asked) :] if asked else ()
    return [line.text for line in after if line.kind == "clarification"]


def signals_of(view: RoomView) -> list[Signal]:
    """What was recorded, the first first."""
    return [Signal(at=signal.at.isoformat(), words=signal.words) for signal in view.signals]


def number_of(view: RoomView) -> int:
    """Which question this is. A follow-up belongs to its question, which has an answer."""
    asked = asked_last(view)
    is_under_way = view.thinking or (asked is not None and asked.kind == "follow_up")
    return max(1, view.answered + (not is_under_way))


def dots_of(view: RoomView) -> list[str]:
    """A dot a question: "on" behind the candidate, "now" here, "" to come."""
    number = number_of(view)
    total = max(view.expected, number)
    if total > MAX_DOTS:
        return []
    return ["on"] * (number - 1) + ["now"] + [""] * (total - number)


def progress(view: RoomView) -> tuple[int, int]:
    """How far the interview has come, in an order in which it never goes back."""
    rank = {RoomStatus.READY: 0, RoomStatus.EXPIRED: 0, RoomStatus.RUNNING: 1}
    return rank.get(view.status, 2), len(view.transcript)
