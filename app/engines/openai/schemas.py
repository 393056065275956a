"""The shapes of what a model gives back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

CREDITS = {"none": 0.0, "partial": 0.5, "full": 1.0}


class Shape(BaseModel):
    """Strict structured output: every member is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PointJudgement(Shape):
    """One judgement of one reference point. The quotes come first: credit follows from them."""

    point: str
    quotes: list[str]
    contradicted: bool
    credit: Literal["none", "partial", "full"]


class Judgement(Shape):
    """One judgement of an answer. Misconceptions are numbers from 1."""

    points: list[PointJudgement]
    misconceptions: list[int]
    off_topic: bool


class WrittenPoint(Shape):
    """A reference point of an item that a model wrote."""

    text: str
    also: list[str]
    essential: bool


class WrittenFollowUp(Shape):
    """A follow-up, with the numbers from 1 of the points it gives a second chance at."""

    question: str
    points: list[int]


class WrittenItem(Shape):
    """An item that a model wrote."""

    question: str
    rephrase: str
    points: list[WrittenPoint]
    misconceptions: list[str]
    follow_ups: list[WrittenFollowUp]


class WrittenItems(Shape):
    """Items for one concept at one depth."""

    items: list[WrittenItem]
