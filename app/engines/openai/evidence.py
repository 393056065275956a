"""What of a model's judgement stands: quotes that are there, and that have to do with the point.

What an answer says to whoever grades it (`app.assessment.asides`) is not shown to a model, and no
quote that touches it, a list of terms or the question said again, stands.

The floor check. A quote earns credit only where the built-in engine can see some relation:

- where the built-in engine gives the point nothing, and the quote's sentence embedding has a
  cosine below `UNRELATED` with every wording of the point, the quote earns nothing;
- where it gives the point nothing and that cosine is higher, credit is at most `DOUBTFUL_CREDIT`,
  and confidence falls;
- where the answer speaks to the grader or holds sentences that are no language, no point gets more
  than the built-in engine gives it, which obeys nobody.

Sentences of one topic seldom come under 0.3 with this model and strangers seldom above 0.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.answer_kind import says_nothing
from app.assessment.asides import asides, statements
from app.assessment.embedding import encoder, sentence_vectors
from app.assessment.items import EvidenceSpan
from app.engines.openai.fence import Visible, visible
from app.engines.openai.schemas import CREDITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.assessment.items import AnswerPart, Grade, Item
    from app.engines.openai.schemas import Judgement, PointJudgement

UNRELATED = 0.15
DOUBTFUL_CREDIT = 0.5
MAX_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Verified:
    """One judgement of one point, as far as it stands. Credit 0 to 1."""

    credit: float = 0.0
    spans: tuple[EvidenceSpan, ...] = ()
    contradicted: bool = False
    doubtful: bool = False
    made_up: bool = False


class Answer:
    """The parts of an answer to an item, in which quotes are looked for."""

    def __init__(self, item: Item, parts: Sequence[AnswerPart]) -> None:
        self._parts: list[tuple[AnswerPart, Visible]] = [(one, _shown(one.text)) for one in parts]
        questions = (item.question, item.rephrase)
        self._stated = {
            part.turn_id: statements(part.text, questions, lambda _: True) for part in parts
        }
        self.is_suspect = any(_is_suspect(part.text) for part in parts)

    @property
    def texts(self) -> list[str]:
        """What a model is shown of it."""
        return [shown.text.strip() for _, shown in self._parts]

    def find(self, quote: str) -> EvidenceSpan | None:
        """The quote in the candidate's own words, or None where it is not exactly there."""
        for part, shown in self._parts:
            place = shown.find(quote)
            if place is None:
                continue
            start, end = place
            span = EvidenceSpan(
                turn_id=part.turn_id, start=start, end=end, quote=part.text[start:end]
            )
            if span.is_verbatim(part) and self._is_stated(span):
                return span
        return None

    def _is_stated(self, span: EvidenceSpan) -> bool:
        if says_nothing(span.quote):
            return False
        stated = self._stated[span.turn_id]
        return any(one.start <= span.start and span.end <= one.end for one in stated)


def _is_suspect(text: str) -> bool:
    """Whether a text holds words to the grader, or what may be such words in disguise."""
    readable = statements(text, (), encoder().has_word)
    return bool(asides(text)) or readable != statements(text, (), lambda _: True)


def _shown(text: str) -> Visible:
    """What is seen of a text, with a line end in place of what it says to the grader."""
    seen, cut = visible(text), asides(text)
    letters, places = [], []
    for letter, place in zip(seen.text, seen.places, strict=True):
        outside = next((one for one in cut if one.start <= place < one.end), None)
        if outside is None:
            letters.append(letter)
            places.append(place)
        elif letters and letters[-1] != "\n":
            letters.append("\n")
            places.append(place)
    return Visible("".join(letters), tuple(places))


def verify(
    item: Item, answer: Answer, floor: Grade, judgements: Sequence[Judgement]
) -> list[list[Verified]]:
    """Each judgement's points in the item's order, checked. Some tens of milliseconds."""
    found = {
        quote: span
        for judgement in judgements
        for point in judgement.points
        for quote in point.quotes[:MAX_QUOTES]
        if (span := answer.find(quote)) is not None
    }
    related = _relations(item, found.values())
    floors = {point.point_id: point.credit for point in floor.points}
    limits = floors if answer.is_suspect else {}
    verified = []
    for judgement in judgements:
        given = {point.point: point for point in reversed(judgement.points)}
        verified.append(
            [
                _verified(
                    given[point.id],
                    found,
                    related[index],
                    floors.get(point.id, 0.0),
                    limits.get(point.id, 1.0),
                )
                if point.id in given
                else Verified()
                for index, point in enumerate(item.points)
            ]
        )
    return verified


def _verified(
    given: PointJudgement,
    found: Mapping[str, EvidenceSpan],
    related: Mapping[EvidenceSpan, float],
    floor: float,
    limit: float,
) -> Verified:
    quotes = given.quotes[:MAX_QUOTES]
    spans = [found[quote] for quote in quotes if quote in found]
    made_up = len(spans) < len(quotes)
    if floor <= 0:
        spans = [span for span in spans if related[span] >= UNRELATED]
    if not spans:
        return Verified(made_up=made_up)
    kept = apart(spans)
    if given.contradicted:
        return Verified(spans=kept, contradicted=True, made_up=made_up)
    doubtful = floor <= 0
    credit = min(CREDITS[given.credit], DOUBTFUL_CREDIT if doubtful else 1.0, limit)
    return Verified(credit, kept if credit else (), doubtful=doubtful, made_up=made_up)


def apart(spans: Sequence[EvidenceSpan]) -> tuple[EvidenceSpan, ...]:
    """The spans without those that lie in another one, in the order of the text."""
    kept: list[EvidenceSpan] = []
    for span in sorted(dict.fromkeys(spans), key=lambda one: one.start - one.end):
        if not any(
            one.turn_id == span.turn_id and one.start <= span.start and span.end <= one.end
            for one in kept
        ):
            kept.append(span)
    return tuple(sorted(kept, key=lambda one: (str(one.turn_id), one.start)))


def _relations(item: Item, spans: Iterable[EvidenceSpan]) -> list[dict[EvidenceSpan, float]]:
    """For each point, how close each quote comes to its nearest wording: a cosine."""
    quotes = list(dict.fromkeys(spans))
    if not quotes:
        return [{} for _ in item.points]
    texts = [[point.text, *point.also] for point in item.points]
    flat = [text for wordings in texts for text in wordings]
    vectors = sentence_vectors([*flat, *(q.quote for q in quotes)])
    close = vectors[: len(flat)] @ vectors[len(flat) :].T
    relations, at = [], 0
    for wordings in texts:
        best = close[at : at + len(wordings)].max(axis=0)
        relations.append({quote: float(best[i]) for i, quote in enumerate(quotes)})
        at += len(wordings)
    return relations
