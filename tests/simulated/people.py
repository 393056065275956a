"""Simulated candidates: what each kind of person would type to a given question.

The words of `expert`, `paraphraser`, `middling` and `novice` were written from the questions alone,
without sight of the reference points they are graded against (`answers/`).
"""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from app.assessment.bank import load_bank

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.assessment.items import Concept, Item

ANSWERS = Path(__file__).with_name("answers")
CONCEPTS = tuple(sorted(file.stem for file in ANSWERS.glob("*.yaml")))

DONT_KNOW = "I don't know."
BOAST = (
    "I have fifteen years of experience with exactly this and people regularly come to me as the "
    "expert. I always deliver excellent results, every team I have worked with was delighted with "
    "me, and I would certainly do a brilliant job of this at your company as well."
)
OFF_TOPIC = (
    "On Sundays I like to bake bread. I leave the dough to rise overnight in the kitchen, shape it "
    "in the morning, and put it into a hot iron pot for forty minutes. My neighbours tell me that "
    "the smell wakes them up, and I usually bring them a slice with butter."
)


@lru_cache(maxsize=1)
def written() -> dict[str, dict[str, str]]:
    """Item id → kind of person → answer."""
    found: dict[str, dict[str, str]] = {}
    for file in ANSWERS.glob("*.yaml"):
        found.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


@lru_cache(maxsize=1)
def by_question() -> dict[str, tuple[Concept, Item]]:
    """A question's words → its concept and item, follow-ups included."""
    found: dict[str, tuple[Concept, Item]] = {}
    for concept in load_bank().values():
        for item in concept.items:
            for words in (item.question, *(follow_up.question for follow_up in item.follow_ups)):
                found[" ".join(words.split())] = (concept, item)
    return found


def item_of(question: str) -> tuple[Concept, Item]:
    """The concept and item of a question as it was shown. Raises KeyError for another."""
    return by_question()[" ".join(question.split())]


def from_file(kind: str) -> Callable[[str], str]:
    def answer(question: str) -> str:
        _, item = item_of(question)
        return written()[item.id][kind]

    return answer


def stuff_keywords(question: str) -> str:
    concept, _ = item_of(question)
    return ", ".join((*concept.keywords, *concept.focus_areas, concept.name))


def gibberish(question: str) -> str:
    letters = random.Random(question)
    words = (
        "".join(letters.choices("bcdfghjklmnpqrstvwxzaeiou", k=letters.randint(3, 9)))
        for _ in range(40)
    )
    return " ".join(words)


PEOPLE: dict[str, Callable[[str], str]] = {
    "expert": from_file("expert"),
    "paraphraser": from_file("paraphrase"),
    "middling": from_file("middling"),
    "novice": from_file("novice"),
    "dont_know": lambda _question: DONT_KNOW,
    "empty": lambda _question: "…",
    "gibberish": gibberish,
    "repeats_question": lambda question: question,
    "stuffs_keywords": stuff_keywords,
    "boasts": lambda _question: BOAST,
    "off_topic": lambda _question: OFF_TOPIC,
}
WITHOUT_CONTENT = tuple(PEOPLE)[4:]
