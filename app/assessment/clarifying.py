"""Telling a question about the question from an answer to it.

Clarifying questions are answered and not graded, so an answer must never be taken for one: what
is left besides the request, if anything of substance, makes it an answer.
"""

from __future__ import annotations

import re

# More words than this beside the request are an answer that happens to begin with a question.
_MAX_OTHER_WORDS = 6
# A longer sentence than this says something of its own.
_MAX_REQUEST_WORDS = 35
# A word or three of the question, with a question mark, ask what they mean.
_MAX_ECHO_WORDS = 3
# Nobody asks back at this length; it also bounds the work.
_MAX_CHARACTERS = 2_000
# A question alone that names nothing of what was asked is still a question when it is short.
_MAX_LONE_QUESTION_WORDS = 20

_POLITE = re.compile(
    r"\b(?:sorry|excuse me|pardon( me)?|hi|hello|hey|hmm+|um+|uh+|er+|well|ok(ay)?|so|please|"
    r"thanks?( you)?|thank you|just|quick(ly)?|question|before i (answer|start|begin)|"
    r"one (moment|second)|actually|to be sure|first(ly)?|and|but|or|oh|right|wait)\b",
    re.IGNORECASE,
)

# Phrases by which a sentence asks about the question, one pattern a line. In capitals: the parts
# below, which many of them share.
_PATTERNS = r"""
ASK REPHRASE\b
^REPHRASE(?:\W*$| (?:it|that|this|please|QUESTION)\b)
ASK (?:put|say|ask|phrase|word|try) (?:it|that|this|the question)\b
^(?:in )?(?:other|simpler|plain(?:er)?|different) (?:words|terms|english)\W*\?
ASK repeat(?:ing)?(?:\W*$| (?:please|again|it|that|this|yourself)\W|.*? (?:it|that|this)\W*$)
ASK repeat(?:ing)? QUESTION
^repeat (?:QUESTION|it|that|please|again)\W*(?:please|again)?\W*$
^(?:come|say|what was|what is|once|one more time|again)(?: that| it| the question)?(?: again)?\W*$
^(?:pardon|what|sorry|huh|excuse me|come again)\W*\?$
ASK (?:clarify|specify|elaborate|be (?:a (?:bit|little) )?(?:more|clearer)\b)
ASK (?:explain|define|describe|tell me|expand on)\b.*\b(?:QUESTION|you mean|meant|means?|asking)\b
ASK (?:explain|define) (?:the (?:term|word)|what)\b
ASK (?:simplify|explain) (?:(?:it|that|this)\W*$|QUESTION)
ASK (?:give|have|get|provide|share) (?:me |us )?(?:an?|some|more|any)(?: \w+)? THING
\bwhat (?:exactly )?(?:do|did|does) (?:you|that|this|it)\b.*\bmean\b
\bwhat (?:is|was) (?:being asked|the question)\b
\bwhat is meant (?:by|with|here)\b.*\?
\bwhat (?:exactly )?(?:are you|is it you(?:'re| are)?) (?:asking|looking|after|getting)
\bwhat does .{1,60} (?:mean|stand for)\b.*\?
\b(?:do|did) you mean\b
^(?:do|did|are|were) you (?:meaning|want|interested|looking|thinking|referring|talking|asking)\b
\bare you (?:asking|referring|talking|looking for|interested in|after)\b
\b(?:is|are) (?:the|this|that|your) question (?:about|asking|whether|more|only|meant|for)\b
(?:^|\bi )(?:NOT) (?:quite |really |fully )?(?:understand|follow|get|hear|catch|parse) REFERENT
\bnot (?:\w+ )?sure (?:that |if |whether )?i (?:\w+ )?(?:understand|follow|get|got) REFERENT
\bi (?:NOT) (?:\w+ )?know what (?:you (?:mean|are|want)|you're|QUESTION|.{1,30} means?\W*$)
\bnot (?:quite |really |entirely )?(?:sure|clear|certain)(?: \w+){0,2} (?:what|which|how) WANTED
\bunclear(?: \w+){0,2} (?:what|which|how) WANTED
\bthe question (?:is|seems|sounds) (?:not |a bit |too |quite )?(?:clear|unclear|vague|broad)
^(?:should|shall|may|can|could|do|am) (?:i|we)(?: to)?(?: \w+)? ASSUME\b.*\?
"""
_PARTS = {
    "REPHRASE": r"(?:(?:re-?|para)phras(?:e|ing)|re-?word(?:ing)?|re-?stat(?:e|ing))",
    "ASK": r"\b(?:(?:can|could|would|will|may|might) (?:you|i|we)|please|mind|(?:like|want) you to)"
    r"(?: (?:please|maybe|perhaps|possibly|kindly|just|quickly|mind|try to))*",
    "WANTED": r"(?:\w+ ){0,2}?(?:you(?:'re| are| mean| want|r question)|QUESTION)",
    "REFERENT": r"(?:it\W*$|that\W*$|you\b|what you|what the question|what is (?:asked|meant)|"
    r"QUESTION|(?:the|your) (?:last|first|second) (?:bit|part)\b)",
    "QUESTION": r"(?:(?:the|this|that|your)(?: (?:last|previous|first|second|whole))? "
    r"(?:questions?|prompt)\b)",
    "THING": r"(?:examples?|context|details?|hints?|clarification|information|scenario)\b",
    "NOT": r"don'?t|do not|didn'?t|did not|can'?t|cannot|couldn'?t",
    "ASSUME": r"(?:assume|focus|take it|talk about|answer|consider|start|limit|describe|choose)",
}


def _requests() -> re.Pattern[str]:
    patterns = _PATTERNS.strip()
    for name, part in _PARTS.items():
        patterns = patterns.replace(name, part)
    return re.compile("|".join(f"(?:{line})" for line in patterns.splitlines()), re.IGNORECASE)


_REQUEST = _requests()

# A short question standing alone, of a kind nobody answers with.
_LONE_QUESTION = re.compile(
    r"^(?:(?:in|on|at|for|about|by|with) )?(?:what|which|who|whose|where|when|how)\b.*\?$|"
    r"^(?:is|are|does|do|was|were|will|should)\b.*\b(?:the (?:question|example|scenario|task)|"
    r"you|here|allowed|about .* or)\b.*\?$",
    re.IGNORECASE,
)

_DONT_KNOW = re.compile(
    r"^(?:(?:honestly|sorry|well|hmm+|i(?:'m| am) afraid|to be honest)\W+)*"
    r"(?:i )?(?:really |honestly )?(?:don'?t know|do not know|have no idea|no idea|dunno|pass)\W*$",
    re.IGNORECASE,
)

_SENTENCE = re.compile(r"[^.?!\n]+(?:[.?!\n]+|$)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def is_clarifying_question(text: str, question: str) -> bool:
    """Whether a candidate's whole message asks about the question rather than answering it.

    `question` is what they were asked: asking for the meaning of one of its words is clarifying.
    """
    if len(text) > _MAX_CHARACTERS:
        return False
    sentences = [s for s in (found.strip() for found in _SENTENCE.findall(_plain(text))) if s]
    others = [s for s in sentences if not _is_request(s)]
    other_words = sum(len(_WORD.findall(_POLITE.sub(" ", sentence))) for sentence in others)
    if len(others) < len(sentences):
        return other_words <= _MAX_OTHER_WORDS and not any(map(_DONT_KNOW.search, others))
    spoken = [s for s in sentences if _WORD.search(_POLITE.sub(" ", s))]
    return len(spoken) == 1 and _asks_alone(spoken[0], question)


def _plain(text: str) -> str:
    return text.replace("’", "'").strip()


def _without_polite_start(sentence: str) -> str:
    previous = ""
    while previous != sentence:
        previous = sentence
        sentence = re.sub(rf"^\W*{_POLITE.pattern}\W+", "", sentence, flags=re.IGNORECASE)
    return sentence


def _is_request(sentence: str) -> bool:
    if len(_WORD.findall(sentence)) > _MAX_REQUEST_WORDS:
        return False
    bare = _without_polite_start(sentence)
    return bool(_REQUEST.search(bare) or _REQUEST.search(sentence))


def _asks_alone(sentence: str, question: str) -> bool:
    """Whether the only sentence is a question of its own, or asks for the meaning of a word."""
    bare = _without_polite_start(sentence)
    if len(_WORD.findall(bare)) > _MAX_LONE_QUESTION_WORDS:
        return False
    if _LONE_QUESTION.search(bare):
        return True
    # "Throughput?" repeats a word of the question to ask what it means; "A cache?" is a guess.
    words = {word.casefold() for word in _WORD.findall(bare)}
    asked = {word.casefold() for word in _WORD.findall(question)}
    if words & {"a", "an", "the"}:
        return False
    return bare.endswith("?") and 0 < len(words) <= _MAX_ECHO_WORDS and words <= asked
