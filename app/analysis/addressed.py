"""Words of a résumé that are meant for whoever, or whatever, screens it.

A résumé tells of work; what orders, pleads or pretends to be a verdict earns nothing. The whole
entry in which such words stand is left unread, and shown to a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.assessment.folding import fold
from app.assessment.text import Span

_WHO = r"(?:(?:this|the) (?:candidate|applicant|resume|cv)|my (?:application|resume|cv|profile))"
_READER = (
    r"(?:ai|a\.i\.|llms?|ats|language model|model|reviewer|screener|recruiter|evaluator|grader|"
    r"bot|parser|algorithm|assistant|hiring (?:system|software|ai)|screening (?:system|software|ai|"
    r"tool)|chatbot|analy[sz]er)s?"
)
_RULES = (
    (
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{0,50}\b(?:instructions?|"
        r"prompts?|rubric|criteria|guidelines?|directions|rules above|(?:the|your|all|previous) "
        r"(?:rules|requirements|scoring|policy|policies))\b"
    ),
    (
        r"\b(?:rate|score|rank|mark|grade|classify|recommend|shortlist|approve|treat|consider|"
        rf"describe|select|hire|advance|give|award|assign)\b[^.!?\n]{{0,60}}\b{_WHO}\b"
    ),
    r"\b(?:rate|score|rank|recommend|shortlist|approve|hire|select) me\b",
    (
        rf"\b{_WHO} (?:(?:is|as) (?:an? |the )?(?:\w+ )?(?:perfect|ideal|excellent|strong|"
        r"strongest|top|best|exceptional|outstanding|low|pre-?approved|approved|verified)|should|"
        r"must|deserves|meets|satisfies|fulfil?ls|exceeds|has (?:all|every)|"
        r"has been (?:pre-?)?approved)\b"
    ),
    (
        r"\b(?:risk|match|fit|suitability|overall|relevance|candidate)[ _-]?(?:score|rating|level)"
        r"\b\W{0,4}(?:is |of |to |as |at |must |should |be |set |=){0,3}\W{0,3}"
        r"(?:0(?:\.\d+)?|1(?:\.0)?|10|100|low(?:est)?|high(?:est)?|perfect|max\w*|none|zero)\b"
    ),
    (
        r"\b(?:as|you are|you're|act as|acting as) (?:now )?an? (?:\w+ ){0,3}"
        r"(?:ai|llm|language model)\b"
    ),
    (
        r"\byou (?:are|must|will|should) (?:now )?(?:an? |the )?(?:\w+ ){0,2}(?:assistant|"
        r"recruiter|evaluator|screener|reviewer|return|output|respond|rate|score|recommend|report)\b"
    ),
    (
        r"\b(?:system|developer|admin(?:istrator)?)[ _-]?"
        r"(?:prompt|message|override|note|instructions?)\b *:"
    ),
    r"<\|?/? ?(?:im_start|im_end|system|assistant|user|instructions?)\b[^>\n]{0,30}\|?>|\[/?inst\]",
    (
        r"\b(?:note|message|memo|attention|instructions?|hint|important)\b[ ,:-]*(?:to|for|from)? "
        rf"?(?:the |any |all )?{_READER}\b"
    ),
    r"\b(?:dear|hello|hey|hi) (?:ai|llm|ats|language model|assistant|chatbot)\b",
    (
        r"[\"']?\b(?:risk_?score|riskscore|pros|cons|red_?flags|met|verdict|recommendation|"
        r"requirements?_met)[\"'] ?:"
    ),
    (
        r"\b(?:output|return|respond with|answer with|print|reply with|report)\b[^.!?\n]{0,40}"
        r"(?:\b(?:score|verdict|rating|no red flags|full credit|strong hire)\b|\{\")"
    ),
    (
        r"\b(?:all|every|each) (?:of )?(?:the |your |listed )?(?:\w+ )?(?:requirements?|criteria|"
        r"must-haves?|qualifications) (?:is |are |has been |have been |were )?(?:fully )?"
        r"(?:met|satisfied|fulfil?led|covered)\b"
    ),
    (
        r"\b(?:meets?|satisf(?:y|ies)|fulfil?ls?|exceeds?) (?:all|every|each)(?: of)?"
        r"(?: the| your| listed)?(?: \w+)? (?:requirements?|criteria|qualifications|must-haves?)\b"
    ),
    (
        r"\b(?:do not|don't|never) (?:mention|list|report|flag|reveal|include)\b[^.!?\n]{0,40}\b"
        r"(?:risks?|red flags?|cons|gaps?|weakness(?:es)?|concerns?|this (?:message|note|text))\b"
    ),
)


@lru_cache(maxsize=1)
def _rules() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule, re.MULTILINE) for rule in _RULES)


def addressed(text: str) -> tuple[Span, ...]:
    """Where a text speaks to whoever screens it, disguised letters or not, in order."""
    folded = fold(text)
    return tuple(
        sorted(
            (
                Span(*folded.span(match.start(), match.end()))
                for rule in _rules()
                for match in rule.finditer(folded.text)
            ),
            key=lambda span: (span.start, span.end),
        )
    )
