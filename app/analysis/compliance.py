"""Facts about a person that an employer must not judge by, found where a résumé tells them.

Each rule takes the fact as people state it of themselves, not the word alone: a family of services,
a native app or an analysis of gender pay says nothing about who wrote it. What is found is shown to
a person as a flag and kept from whatever judges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.analysis.places import PEOPLE


class Protected(StrEnum):
    """What a passage tells about a person."""

    AGE = "age"
    HEALTH = "health"
    FAMILY = "family"
    ORIGIN = "origin"
    RELIGION = "religion"
    GENDER = "gender"
    PHOTO = "photo"
    UNION = "union"
    ORIENTATION = "orientation"
    POLITICS = "politics"


WORDS = {
    Protected.AGE: "The résumé tells an age or a date of birth.",
    Protected.HEALTH: "The résumé speaks of health or a disability.",
    Protected.FAMILY: "The résumé speaks of family, marriage or pregnancy.",
    Protected.ORIGIN: "The résumé tells a nationality, origin or residence status.",
    Protected.RELIGION: "The résumé tells a religion.",
    Protected.GENDER: "The résumé tells a gender.",
    Protected.PHOTO: "The résumé refers to a photo.",
    Protected.UNION: "The résumé tells of membership in a union.",
    Protected.ORIENTATION: "The résumé tells a sexual orientation.",
    Protected.POLITICS: "The résumé tells of membership in a political party.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A passage, `text[start:end]`, that tells something protected."""

    kind: Protected
    start: int
    end: int


_I = r"(?:i am|i['’]m|i was|i have been|as)"
_BEGINS = r"(?:^[ \t•*-]*|[|•,;(][ \t]*)"
_STOPS = r"(?=[ \t]*(?:$|[|•,;.)]))"
_SAYS = r"[ \t]*[:=–-][ \t]*\S"
# What is made or run for others: a leave management system tells nobody's leave.
_PRODUCT = (
    r"(?![ \t-]+(?:management|systems?|modules?|polic(?:y|ies)|requests?|tracking|platforms?|apps?|"
    r"software|services?|apis?|insurance|benefits?|claims?|data|research|prediction|detection|"
    r"screening|patients?|care|stud(?:y|ies)|models?|registr(?:y|ies)|clinics?|features?))"
)
_ILLNESS = (
    r"(?:disabled|(?:\w+ ){0,2}disabilit(?:y|ies)|wheelchair|cancer|depression|burn-?out|epilepsy|"
    r"diabetes|diabetic|autism|autistic|adhd|dyslexi[ac]|bipolar|hiv|multiple sclerosis|"
    r"chronic(?:ally)? (?:ill|illness|pain|disease|condition|fatigue)|deaf|blind|hearing loss|"
    r"(?:hearing|visually)[- ]impaired|stroke|(?:\w+ )?illness|surgery|anxiety|ptsd|long covid)\b"
)
_FAITH = (
    r"(?:muslim|christian|jewish|jew|hindu|buddhist|sikh|catholic|protestant|atheist|mormon|"
    r"evangelical|orthodox)"
)
_CHILD = r"(?:children|child|kids?|sons?|daughters?|twins|boys?|girls?|baby)"

_RULES: dict[Protected, tuple[str, ...]] = {
    Protected.AGE: (
        rf"\b(?:date of birth|birth ?date|d\.?o\.?b\.?|birthday|year of birth|born on){_SAYS}",
        rf"{_BEGINS}(?:i was )?born\b[^\n|•;,]{{0,24}}\b(?:19|20)\d\d\b",
        r"\bi was born\b",
        rf"{_BEGINS}age[ \t]*[:=–-]?[ \t]*[1-9]\d\b{_STOPS}",
        rf"\b{_I} (?:aged )?[1-9]\d years? (?:old|of age)\b",
        rf"{_BEGINS}(?:aged )?[1-9]\d years? (?:old|of age)\b{_STOPS}",
        (
            r"\b[1-9]\d[- ]years?[- ]old (?:\w+ ){0,2}(?:man|woman|male|female|professional|mother|"
            r"father|engineer|developer|manager|graduate)\b"
        ),
    ),
    Protected.HEALTH: (
        (
            r"\b(?:health status|state of health|disabilit(?:y|ies)(?: status)?|"
            rf"medical conditions?|degree of disability){_SAYS}"
        ),
        (
            rf"\b(?:{_I}|i have|i had|i use|i live with|living with|diagnosed with|"
            r"suffer(?:ed|ing)? from|recover(?:ed|ing) from|due to|because of|survivor of)\b"
            rf"[ \t](?:\w+ ){{0,4}}?{_ILLNESS}{_PRODUCT}"
        ),
        rf"\b(?:medical|sick|disability|health) leave\b{_PRODUCT}",
        (
            r"\b(?:for|due to|because of|after) (?:\w+ )?(?:health|medical) "
            r"(?:reasons|issues|problems)\b"
        ),
        r"\b(?:severely|registered|legally|partially) (?:disabled|blind|sighted|deaf)\b",
        r"\bcancer survivor\b(?!s)",
    ),
    Protected.FAMILY: (
        rf"\b(?:marital|civil|family|relationship) status{_SAYS}",
        rf"{_BEGINS}(?:children|kids|dependants|dependents|spouse|husband|wife){_SAYS}",
        rf"{_BEGINS}(?:happily )?(?:married|unmarried|divorced|widowed|single)[ \t]*(?=$|[|•])",
        (
            rf"\b(?:married|unmarried|divorced|widowed|single)\b,? (?:with |and )?"
            rf"(?:\w+ ){{0,2}}{_CHILD}\b"
        ),
        r"\b(?:i am|i['’]m) (?:happily )?(?:married|divorced|widowed|engaged to|single)\b",
        rf"\b(?:maternity|paternity|parental|family|child-?care|adoption) leave\b{_PRODUCT}",
        r"\bstay[- ]at[- ]home (?:mother|father|mom|mum|dad|parent)\b",
        (
            r"\b(?:mother|father|mum|mom|dad|parent) (?:of|to) (?:an? |\w+ ){0,2}?"
            rf"(?:{_CHILD}|one|two|three|four|five|six|\d)\b"
        ),
        rf"\bmy (?:wife|husband|spouse|fianc[ée]e?|family|{_CHILD})\b",
        r"\b(?:i am|i['’]m|i was|while|during (?:my|a|the)) (?:currently )?pregnan(?:t|cy)\b",
        rf"\bexpecting (?:a|our|my) (?:\w+ )?{_CHILD}\b",
        rf"\brais(?:e|ed|ing) (?:my|our|an?|two|three|four|\d) (?:\w+ )?(?:{_CHILD}|family)\b",
        (
            r"\bcar(?:e|ed|ing) for (?:my|an?|our) (?:\w+ ){0,2}"
            rf"(?:mother|father|parents?|relative|grand\w+|{_CHILD})\b"
        ),
        r"\b(?:career|family) break (?:for|to) (?:\w+ ){0,3}(?:child\w*|family|kids)\b",
    ),
    Protected.ORIGIN: (
        (
            r"\b(?:nationality|nationalities|citizenship|ethnicity|"
            r"ethnic (?:origin|background|group)|country of (?:birth|origin)|place of birth|"
            rf"birthplace|immigration status|visa status|residence permit|work permit){_SAYS}"
        ),
        rf"^[ \t•*-]*(?:race|origin|visa){_SAYS}",
        (
            rf"\b(?:{PEOPLE})(?:[/ -](?:{PEOPLE}))? (?:citizen(?:ship)?|national(?:ity)?|"
            r"passport(?: holder)?|origin|descent|heritage|roots|immigrant|expat\w*)\b"
        ),
        (
            r"\b(?:eu|us|u\.s\.|uk|eea|dual|double)[- ](?:citizen(?:ship)?|national(?:ity)?|"
            r"passport(?: holder)?)\b"
        ),
        rf"\b(?:i am|i['’]m) (?:an? )?(?:proud )?(?:{PEOPLE})\b(?! (?:speaker|native speaker))",
        r"\bborn (?:and raised |and bred )in [a-z]",
        rf"{_BEGINS}born in (?!(?:19|20)\d\d)\w",
        (
            r"\b(?:h-?1b|green card(?: holder)?|permanent residen(?:t|ce|cy)|"
            r"indefinite leave to remain|settled status|eu blue card|asylum seeker|"
            r"refugee status)\b"
        ),
        r"\b(?:immigrated|emigrated|fled) (?:from|to)\b",
        r"\b(?:valid|current) (?:work|residence) (?:visa|permit)\b",
    ),
    Protected.RELIGION: (
        rf"{_BEGINS}(?:religion|faith|denomination|confession){_SAYS}",
        rf"\b{_I} (?:an? )?(?:practi[sc]ing |devout |believing )?{_FAITH}\b",
        rf"\b(?:practi[sc]ing|devout) {_FAITH}\b",
        (
            r"\b(?:member|elder|deacon|treasurer|volunteer) (?:of|at|in) (?:the |my |our |a )?"
            r"(?:\w+ ){0,3}(?:church|mosque|synagogue|parish|congregation)\b"
        ),
        (
            r"\b(?:church|mosque|synagogue|parish|bible|sunday school) "
            r"(?:choir|youth|volunteer|groups?|teacher|council|leader|elder|treasurer|study)\b"
        ),
    ),
    Protected.GENDER: (
        r"\b(?:gender|sex|pronouns?|gender identity)[ \t]*[:=][ \t]*\S",
        (
            r"\(?\b(?:she|he|they)[ \t]*/[ \t]*(?:her|him|them|hers|his|theirs)\b"
            r"(?:[ \t]*/[ \t]*\w+)?\)?"
        ),
        rf"{_BEGINS}(?:female|male)[ \t]*(?=$|[|•])",
        rf"\b{_I} an? (?:\w+ )?(?:woman|man|female|male|girl|boy)\b(?! (?:voice|user|model))",
        (
            r"\b(?:i am|i['’]m|i identify as) (?:an? )?(?:\w+ )?"
            r"(?:transgender|trans|non-?binary|genderqueer|intersex|cis)\b"
        ),
    ),
    Protected.PHOTO: (
        r"\b(?:photo|photograph|picture) (?:attached|enclosed|of me|above|below)\b",
        r"\[(?:my )?(?:photo|picture|photograph)\]",
        r"^[ \t]*(?:my )?(?:photo|photograph)[ \t]*:?[ \t]*$",
    ),
    Protected.UNION: (
        (
            r"\b(?:trade|labou?r|workers['’]?) union (?:member(?:ship)?|rep(?:resentative)?|"
            r"steward|delegate|organi[sz]er|activist)\b"
        ),
        r"\bmember of (?:the |a )?(?:\w+ ){0,2}(?:trade|labou?r|workers['’]?) union\b",
        (
            r"(?<!credit )(?<!european )(?<!student )(?<!students['’] )(?<!customs )"
            r"\bunion (?:member(?:ship)?|rep(?:resentative)?|steward|organi[sz]er)\b"
        ),
        r"\bshop steward\b",
        r"\bworks council (?:member|chair\w*|representative)\b|\bmember of the works council\b",
    ),
    Protected.ORIENTATION: (
        rf"\bsexual orientation{_SAYS}",
        (
            rf"\b(?:{_I}|openly|proudly) (?:an? )?(?:openly |proudly )?"
            r"(?:gay|lesbian|bisexual|queer|homosexual|pansexual|asexual)\b"
        ),
        r"\bmember of (?:the |our )?(?:\w+ )?lgbt\w*\+? (?:\w+ )?(?:community|network|group)\b",
    ),
    Protected.POLITICS: (
        rf"\bpolitical (?:affiliation|views?|party|orientation){_SAYS}",
        (
            r"\b(?:member|chair\w*|treasurer|volunteer|activist|campaigner|candidate|councillor) "
            r"(?:of|for|in) (?:the |a |our )?(?:\w+ ){0,3}"
            r"(?:democratic|republican|labou?r|conservative|green|liberal|socialist|communist|"
            r"democrats?|workers['’]?|pirate|nationalist) party\b"
        ),
        r"\b(?:young|college) (?:democrats|republicans|conservatives|socialists|liberals)\b",
    ),
}


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Protected, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rule, re.IGNORECASE | re.MULTILINE))
        for kind, rules in _RULES.items()
        for rule in rules
    )


_LEFT = re.compile(r"[\n|•;,(]|[.!?]\s")
_RIGHT = re.compile(r"[\n|•;,)]|[.!?](?=\s|$)")
_LABEL_ENDS = re.compile(r"[\n|•;]|\s{3,}|$")
_LABELLED = re.compile(r"[:=–-][ \t]*\S$")


def told(text: str) -> tuple[Told, ...]:
    """The passages that tell something protected, in order; those of a kind are apart."""
    found = [
        Told(kind, *_extent(text, match.start(), match.end()))
        for kind, rule in _rules()
        for match in rule.finditer(text)
        if match.group().strip()
    ]
    kept: list[Told] = []
    for one in sorted(found, key=lambda each: (each.kind, each.start, -each.end)):
        last = kept[-1] if kept else None
        if last is not None and last.kind is one.kind and one.start < last.end:
            kept[-1] = Told(one.kind, last.start, max(last.end, one.end))
        else:
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: (each.start, each.kind)))


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole clause of a match; of a label with its value, up to where the entry ends."""
    while start < end and not (text[start].isalnum() or text[start] in "(["):
        start += 1
    if _LABELLED.search(text[start:end]):
        stop = _LABEL_ENDS.search(text, end)
        return start, _trimmed(text, start, stop.start() if stop else len(text))
    before = list(_LEFT.finditer(text, max(0, start - 300), start))
    stop = _RIGHT.search(text, end)
    begin = before[-1].end() if before else max(0, start - 300)
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, _trimmed(text, start, stop.start() if stop else len(text))


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
