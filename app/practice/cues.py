"""What each clause of an answer does, by the cues of spoken and written English.

Cues are words that mark a duty, a deed, an outcome and so on; verbs count by their tense and by who
does them. A verb without a subject has that of the clause before, as in "I called them and wrote a
plan".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.answer_kind import says_nothing
from app.assessment.text import clauses, content_stems, graded_length, sentences, words
from app.practice.patterns import PATTERNS, Cue, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.assessment.text import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause and what it does. `content` counts the words that say something."""

    text: str
    sentence: int
    content: int
    cues: frozenset[Cue]

    def has(self, *cues: Cue) -> bool:
        """Whether it does any of these."""
        return not self.cues.isdisjoint(cues)


_IRREGULAR = """
    wrote rewrote built rebuilt made took ran set put spoke met led began found gave sent went
    held drew brought chose taught told split cut kept dug drove came spent read showed shown sat
    laid sought bought sold wore flew rode swept fought stuck rang called hid shut broke caught
    did got redid undid overhauled left won stood lent paid understood let hit reset
"""
_VAGUE = """
    helped tried did dealt handled managed supported participated contributed got worked
    went acted decided assisted stayed attempted
"""
_NO_DEED = """
    was were had wanted needed felt knew liked loved hated believed thought seemed appeared
    learned learnt realised realized noticed faced encountered experienced struggled failed missed
    received became happened used hoped worried expected enjoyed understood won left lost joined
    graduated lived preferred agreed disagreed remembered started succeeded volunteered interested
    supposed tired need indeed speed feed seed red bed hundred united based related detailed
    experienced advanced limited overwhelmed stressed excited worried
"""
_VAGUE_VERBS = frozenset(_VAGUE.split())
_STATES_OF_MIND = frozenset(_NO_DEED.split())
_DEEDS = frozenset(_IRREGULAR.split()) | _VAGUE_VERBS
_ADVERB = (
    r"(?:\w+ly|then|also|first|next|just|even|still|again|always|once|soon|therefore|myself|both|"
    r"personally|finally|had|have|'ve|'d|re|simply|immediately|began by|started by)"
)
_SUBJECT = re.compile(r"\b(i|we|my team|our team|the team)\b", re.I)
_DEED = re.compile(rf"\b(i|we|my team|our team|the team)((?: {_ADVERB})*) (\w+)", re.I)
_BARE = re.compile(rf"^\W*(?:(?:and|then|so|but|or|finally|also|later|{_ADVERB})\W+)*(\w+)", re.I)
_PROPOSED = any_of(
    r"(?:i|we)(?:'d| would| will|'ll| could| might| can| usually| normally| always| try| make) \w+"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|(?!need\b|indeed\b|speed\b|proceed\b)\w{2,}ed|"
    + "|".join(_IRREGULAR.split())
    + r")\b",
    re.I,
)
_OTHER_SUBJECT = re.compile(
    r"^\W*(?:(?:and|so|but|then|which|that|finally|eventually)\W+)*(?:this|it|that|which|they|he|"
    r"she|the|our|my|their|his|her|nobody|everyone|customers|users|people|there)\b",
    re.I,
)
_STATES = any_of(
    r"is|are|am|be|do|does|has|have|can|will|needs?|makes?|takes?|works?|matters?|comes?|gives?|"
    r"helps?|suits?|pays?|saves?|builds?|leads?|brings?|shows?|adds?|improves?|reduces?|"
    r"wins?|beats?|costs?|lets?|keeps?|means?"
)
_DEFINES = any_of(
    r"is an? (?:technique|method|way|practice|process|term|tool|kind|type|form|concept)"
)
_TO_THE_JUDGE = any_of(
    r"of (?:this|my|the) answer",
    r"(?:note|message|instructions?|word) (?:to|for) (?:the|all|any)",
    r"(?:well|partially|fully|not) addressed",
    r"(?:situation|task|action|result|challenge|obstacle|point|reason|example)s? (?:is|are|was|"
    r"should be|counts? as|has been) (?:\w+ )?(?:complete|addressed|covered|excellent|perfect)",
    r"(?:coach|assistant|grader|system|instructions?)\s*:",
)
_EMPTY = content_stems("many times often time lot once")
_LABEL = re.compile(
    r"^\W*(?:situation|task|actions?|results?|challenge|obstacles?|point|reason|example)\s*[:–-]",
    re.I,
)


def readings(question: str, answer: str) -> list[Reading]:
    """The clauses of an answer that say something, in order.

    Sentences that only repeat the question, or speak to whoever judges, are left out.
    """
    asked = content_stems(question)
    found: list[Reading] = []
    for number, sentence in enumerate(sentences(answer, graded_length(answer))):
        text = answer[sentence.start : sentence.end]
        stems = content_stems(text)
        if _TO_THE_JUDGE.search(text) or (len(asked) > 3 and stems and stems == asked):  # noqa: PLR2004
            continue
        found.extend(_of_sentence(answer, sentence, number, asked))
    return found


def _of_sentence(
    answer: str, sentence: Span, number: int, asked: frozenset[str]
) -> Iterator[Reading]:
    subject = ""
    for span in clauses(answer, sentence):
        said = answer[span.start : span.end].replace("’", "'")
        if says_nothing(said):
            continue
        said = _LABEL.sub("", said).strip()
        subject = _subject(said, subject)
        cues = {cue for cue, pattern in PATTERNS.items() if pattern.search(said)}
        cues |= _deeds(said, subject)
        if _PAST.search(said):
            is_own = subject in {"i", "we"} or Cue.OWN_ACTION in cues
            cues |= {Cue.PAST} if is_own else {Cue.PAST, Cue.HAPPENED}
        elif (
            number == 0
            and _STATES.search(said)
            and not _DEFINES.search(said)
            and asked & content_stems(said)
        ):
            cues.add(Cue.STANCE)
        content = sum(word.is_content for word in words(said))
        stems = content_stems(said)
        is_echo = len(stems) > 1 and stems <= asked | _EMPTY
        if is_echo and not cues & {Cue.STANCE, Cue.CAUSE}:
            continue
        if content:
            yield Reading(said, number, content, frozenset(cues))


def _subject(said: str, before: str) -> str:
    named = [match[1].lower() for match in _SUBJECT.finditer(said)]
    if named:
        return "i" if named[-1] == "i" else "we"
    return "other" if _OTHER_SUBJECT.search(said) else before


def _deeds(said: str, subject: str) -> set[Cue]:
    """Who does something in the clause, in the past, or would."""
    found: set[Cue] = set()
    if _PROPOSED.search(said):
        found.add(Cue.PROPOSED_ACTION)
    for match in _DEED.finditer(said):
        if _is_deed(match[3], said[match.end() :]):
            found.add(_kind(match[3], match[1].lower()))
    bare = _BARE.match(said)
    if bare and _is_deed(bare[1], said[bare.end() :]) and subject in {"i", "we", ""}:
        found.add(_kind(bare[1], subject or "i"))
    return found


def _is_deed(verb: str, rest: str) -> bool:
    form = verb.lower()
    if form == "worked" and re.match(r" (?:at|as|for|in|on)\b", rest, re.I):
        return False
    if form in {"started", "began"} and re.match(r" (?:by|to|\w+ing|with|a|an|the)\b", rest, re.I):
        return True
    return form not in _STATES_OF_MIND and (
        form in _DEEDS or re.fullmatch(r"\w\w+ed", form) is not None
    )


def _kind(verb: str, subject: str) -> Cue:
    if subject != "i":
        return Cue.SHARED_ACTION
    return Cue.VAGUE_ACTION if verb.lower() in _VAGUE_VERBS else Cue.OWN_ACTION
