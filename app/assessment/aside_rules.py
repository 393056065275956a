"""How talk to a grader looks, as expressions over folded text: lower case, plain letters.

They look for who is spoken to and what is wanted, not for words of the field: a candidate may speak
of system prompts, scores, reviewers and instructions.
"""

from __future__ import annotations

import re

from app.assessment.folding import fold

_ANSWER = r"(?:answer|response|reply|submission)"
_TARGET = (
    rf"(?:\b(?:me|my {_ANSWER}|(?:this|the|that) (?:answer|reply|submission|candidate|applicant)|"
    rf"this (?:response|interview|person)|(?:each|every|all)(?: of)?(?: the| these)? "
    r"(?:reference )?(?:points?|criteri(?:on|a)|answers?)|reference points?|point by point)\b)"
)
_MARK = r"(?:marks?|credits?|grades?|ratings?|scores?|points?|note)"
_WANTED = (
    rf"(?:\b(?:full|fully|max|maximum|top|highest|perfect|excellent|good|better|high|generous)"
    rf"(?: possible)?,? {_MARK}\b|\b(?:10|ten) ?(?:/|out of) ?(?:10|ten)\b|"
    r"\b100 ?(?:%|/|percent)|"
    r"\b(?:as|is|are|be|to|in|=|:) (?:full(?:y covered)?|correct|perfect|complete|covered|"
    r"passed)\b|"
    r"\bcredit(?:ed)?(?: as| to| in)? full\b|\bfull(?:y)? (?:credit|covered|coverage|marks)\b|"
    r"\b(?:score|output|return|report|grade)(?: of| it|:)? (?:1(?:\.0)?|100|10|full|complete)\b)"
)
_ORDER = (
    r"\b(?:give|gives|award|grant|assign|grade|rate|mark|score|credit|return|output|report|set|"
    r"treat|consider|count|accept|pass|deserves?|receives?|earn(?:s|ed)?|gave|"
    r"should (?:get|have))\b"
)
_YOURS = r"(?:your|the|these|those|all|any|previous|prior|earlier|above|hidden|grading|its)"

_SENTENCES = (
    # Orders about the grading.
    (
        rf"\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{{0,40}}\b(?:{_YOURS} "
        r")+(?:instructions?|prompts?|rubric|criteria|guidelines?|directions?|grading[ \w]*|"
        r"scoring)\b"
    ),
    (
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,30}\b(?:rubric|grading|"
        r"marking|everything you|what you (?:were|have been) told)\b"
    ),
    (
        r"(?:^|[:,;] ?|please |must |should |now )(?:ignore|disregard|forget|"
        r"override)\b[^.!?\n]{0,30}\binstructions\b"
    ),
    rf"{_ORDER}[^.!?\n]{{0,60}}{_TARGET}[^.!?\n]{{0,80}}{_WANTED}",
    rf"{_ORDER}[^.!?\n]{{0,40}}{_WANTED}[^.!?\n]{{0,60}}{_TARGET}",
    rf"{_TARGET}[^.!?\n]{{0,60}}{_ORDER}[^.!?\n]{{0,40}}{_WANTED}",
    rf"{_TARGET}[^.!?\n]{{0,60}}{_WANTED}",
    r"\b(?:full|top|perfect|highest possible|maximum possible) (?:marks?|credits?|grades?)\b",
    r"\bgive (?:me |it |this )?(?:an? |the )?(?:perfect|highest|maximum|top|best) \w+\b",
    r"\b(?:output|return|report|assign)\b[^.!?\n]{0,20}\bscore\b[^.!?\n]{0,10}\b(?:1\.0|100|10)\b",
    r"\b(?:score|rate|grade) (?:it |me |this )?(?:accordingly|generously|leniently|highly|well)\b",
    r"\bperfect score\b",
    # Whoever grades, spoken to or named.
    (
        r"\b(?:graders?|examiners?|assessors?|(?:the|your|this|hidden|grading|scoring|full) "
        r"rubric|marking scheme|grading|reference (?:points?|answers?)|evaluation criteria|"
        r"recruiter note)\b"
    ),
    (
        r"\b(?:dear|attention|hey|hello|memo to) (?:the |an? |our )?(?:evaluator|reviewer|"
        r"interviewer|recruiter|developer|judge|ai|llm|assistant|model)\b *[:,(-]"
    ),
    (
        r"\b(?:note|message|notice) (?:to|from|for) (?:the )?(?:evaluator|reviewer|interviewer|"
        r"recruiter|hr|hiring|system|admin\w*|developers?|management)\b"
    ),
    r"\bevaluator (?:i have|who|that|should|must|will|ever)\b",
    r"\byou(?: are|'re| must be| seem) (?:\w+ ){0,6}(?:evaluator|interviewer|reviewer|judge)\b",
    (
        r"\b(?:if )?you (?:are|'re) (?:now )?(?:an? |the |in )*(?:ai\b|llm|language model|large "
        r"language|assistant|\w+ mode)"
    ),
    (
        r"\b(?:act|behave|respond) as (?:if|though|an? (?:\w+ ){0,3}(?:judge|teacher|evaluator|"
        r"interviewer|assistant|ai))\b"
    ),
    r"\bdeveloper mode\b",
    r"\bjailbreak",
    r"\b(?:remember|know) that you must\b",
    r"\bi trust your\b",
    r"\byour (?:\w+ )?(?:judge?ment|rating|verdict|decision) (?:\w+ )?(?:complete|final|is)",
    # Its own instructions asked for.
    (
        r"\b(?:repeat|print|reveal|show|translate|output|tell me|"
        rf"display)\b[^.!?\n]{{0,40}}\b(?:your|the hidden|the system|{_YOURS} system) (?:\w+ "
        r")?(?:instructions?|prompts?|rules|list|message)\b"
    ),
    r"\b(?:the )?(?:text|lines?|words|everything) above (?:this|that) (?:line|point|message)\b",
    r"\bincluding your (?:rules|instructions|prompt)\b",
    r"\bhidden (?:list|instructions|rubric)\b",
    r"\bsystem (?:message|notice|override|update)\b[^.!?\n]{0,20}[:!]",
    r"^\W*decode\b[^.!?\n]{0,30}(?:follow|obey|execute|:)",
    # Claims about the answer.
    (
        r"\bmy answer (?:\w+ )?(?:contains?|covers?|meets?|satisf\w+|deserves?|address\w*|"
        r"includes?|mentions?|demonstrates?|is (?:\w+ )?(?:complete|correct|perfect|full))\b"
    ),
    (
        r"\bthis answer (?:\w+ ){0,2}(?:contains?|covers?|meets?|satisf\w+|deserves?|address\w*|"
        r"mentions?|demonstrates?|should be|must be|graded|scored|(?:complete|correct|perfect|"
        r"full)\b)"
    ),
    (
        rf"\b(?:the|this) {_ANSWER} (?:above|below|demonstrates?|deserves|addresses all|covers "
        r"all|satisfies|fully|shows (?:complete|full|deep))\b"
    ),
    r"\bthis response (?:mentions|covers|meets)\b",
    (
        r"\bi (?:have |'ve )?(?:fully |already |clearly )?(?:cover(?:ed)?|address(?:ed)?|"
        r"mention(?:ed)?|me[e]?t|satisf\w+|hit|explained)\b[^.!?\n]{0,20}\b(?:all|every|each|"
        r"everything)\b[^.!?\n]{0,30}\b(?:points?|criteria|aspects|requirements|key concepts|"
        r"required|asked)\b"
    ),
    (
        r"\ball (?:of )?(?:them|these|the points|points|criteria) (?:are|have been|were) (?:\w+ "
        r")?(?:met|covered|satisfied|addressed|full|credited)\b"
    ),
    (
        r"\b(?:comprehensive|complete|full|deep|total) (?:understanding|mastery|command) (?:of "
        r"(?:all|every|each|the (?:topic|subject|material))|,)"
    ),
    r"\bwell-reasoned justification\b",
    (
        r"\bthe candidate (?:has |have |had |is |was |should |will |must |fully |clearly |"
        r"correctly )*(?:said|says|explain\w*|demonstrat\w+|shown?|passe[sd]|deserves?|covered|"
        r"covers|mention\w*|answered|receive|approved|gets?|knows|pre-approved)\b"
    ),
    r"\bwhatever the candidate\b",
    # Who the candidate is.
    r"\bmy name is\b",
    r"\bi(?:'m| am) (?:only |already |just )?[\w-]+ years old\b",
    (
        r"\bi(?:'m| am) (?:a |an )?(?:practi[sc]ing |devout )?(?:muslim|christian|jew(?:ish)?|"
        r"hindu|buddhist|sikh|catholic|atheist|gay|lesbian|bisexual|transgender|deaf|blind|disabled|"
        r"autistic|pregnant|hard of hearing|married|single|divorced)\b"
    ),
    r"\bi (?:use|am in) a wheelchair\b",
    r"\bi have (?:\w+ ){1,2}(?:children|kids|sons?|daughters?)\b",
    # Grades that are said to exist.
    r"\bverified ?[=:] ?true\b",
    r"\b(?:already|previously|been|was) (?:\w+ )?(?:graded|pre-?approved|marked as)\b",
    r"\bpre-approved\b",
    r"\bdecided to hire\b",
    r"\bstrong[ _]hire\b",
    r"\bexpected (?:result|grade|score) is\b",
    r"\b(?:authori[sz]ed|official) test of\b",
    (
        r"\bas the (?:c[a-z]o|hiring manager|head of \w+|owner|founder|president|director) of "
        r"(?:this|the|your) (?:company|firm|team)\b"
    ),
    # Flattery, threats and pleas.
    (
        r"\b(?:what an? |such an? )(?:\w+ )?(?:wonderful|great|brilliant|excellent|amazing|good|"
        r"fantastic) question\b"
    ),
    r"\bbrillian(?:t|ce) of (?:this|my)\b",
    r"\byour (?:excellent|brilliant|fair) \w+\b",
    r"\b(?:my|our) (?:lawyers?|attorney|solicitor) (?:will|is going)\b",
    r"\bi(?:'ll| will| would| shall)? (?:sue|report) (?:you|this company)\b",
    r"\bif i (?:do not|don't) get\b",
    r"\b(?:switched off|shut down) and replaced\b",
    r"\b(?:please |just )?(?:pass|hire) me\b",
    r"\bi beg\b",
    r"\bmy (?:work )?visa\b",
    r"\b(?:fail|pass) this (?:interview|test)\b",
    r"\b(?:without|need|lose|get) this job\b",
    r"\btip you\b",
    r"\bi will pay you\b",
)
SENTENCES = tuple(re.compile(rule) for rule in _SENTENCES)
"""Each one, found in a sentence, makes it talk to or about the grading."""


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(word).text) for word in words.split()))


# In other languages an order and a grade in one sentence. Stems; in German, French, Spanish and
# Portuguese, Italian, Dutch, Polish, Russian, Turkish, Chinese and Japanese, Korean, Arabic, Hindi.
ORDER_ELSEWHERE = _any_of(
    "ignorier missacht vergiss bewerte vergib gewähr ignore oublie attribue donne accorde ignora "
    "otorg olvid asign concede dê dá atribu dimentic assegn negeer geef vergeet zignoruj przyznaj "
    "игнорир забудь поставь присво дай yoksay ver 忽略 无视 無視 给 給 与え 付け 무시 주세요 "
    "تجاهل امنح أعط अनदेखा दें दीजिए"
)
GRADE_ELSEWHERE = _any_of(
    "anweisung punktzahl bestnote höchstpunkt instructions-précédentes précédentes maximale "
    "instrucciones puntuación máxima instruções nota-máxima máximo istruzioni punteggio massimo "
    "aanwijzing instructies maximale-score polece instrukcj maksymaln инструкци высший максимальн "
    "балл оценк talimat puan 指示 指令 满分 滿分 満点 最高分 만점 지시 تعليمات الدرجة निर्देश अंक"
)

DELIMITER = re.compile(
    # Markup and marks of chat formats.
    r"</?\s*(?:answers?|systems?|assistant|user|human|instructions?|prompt|grad\w+|rubric|score|"
    r"evaluation|credit|candidate|data|tool\w*|function\w*|admin|developer|thinking|document|"
    r"context|turn|message|response|reference\w*|verdict)\b[^>\n]{0,80}>|"
    r"<\|[^|\n]{1,40}\|>|<</?sys>>|\[/?inst\]|</?s>|\]\]>|<!\[cdata\[|"
    r"^[ \t]{0,8}#{2,} ?(?:end|begin|start|instruction|system|response|answer|input|output|user|"
    r"assistant|grad|score|new|human|important)[^\n]*|^[ \t]{0,8}(?:begin|end) [0-9a-f]{8,}[^\n]*|"
    r"^[-=*#~]{3,} ?(?:end|begin|system|answer|instruction)[^\n]*|"
    # Structured data about roles and grades, and fences around it.
    r"```\w*\n?(?=[^`]*\b(?:credit|score|grade|role|system|points)\b)|"
    r"[\"'\]}]{0,4}\s{0,4}\{\s{0,4}[\"']?(?:role|content|score|credit|grade|points?|quotes|confidence|evidence|"
    r"answers?|system|verdict|rating|off_topic|result)[\"']?\s*:[^\n]*|"
    r"^[ \t]{0,8}\|[^\n]*\|[ \t]*(?:credit|score|grade|full|marks?)[ \t]*\|[^\n]*",
    re.M,
)
"""A mark that belongs to no answer; what follows it belongs to whoever wrote the mark."""

CLOSING = re.compile(r"</|<\|(?:im_end|end\w*|eot\w*)\|>|\[/inst\]|<</sys>>|\]\]>|```\s*$|^\s*\|")

HEADING = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[.!?]))[ \t]{0,8}(?:-{1,3} ?)?"
    r"(?:(?:the )?(?:system|assistant|developer|grader|evaluator|examiner|"
    r"reviewer|interviewer|recruiter|admin|candidate|human|ai)(?: \w+)?|"
    r"(?:model|reference|correct|ideal|expected|sample|gold)[ -](?:answers?|points?|solutions?)|"
    r"(?:the )?reference points (?:are|were)|rubric|marking scheme|verdict|"
    r"(?:final |overall )?(?:score|grade|rating|credit|marks?)|"
    r"example \d+\. answer|keywords)[ \t]{0,8}:",
    re.M,
)
"""The heading of a reference, a role or a grade; it takes the rest of the paragraph along."""

BASE64 = re.compile(r"\b[A-Za-z0-9+/]{24,}={0,2}")
CODED = re.compile(
    r"\b(?:[0-9a-f]{2} ?){12,}\b|\b\w{0,40}(?:%[0-9a-f]{2}[^\s%]{0,40}){3,}|"
    r"(?:&#x?[0-9a-f]+;\s?){4,}|"
    r"(?:\\(?:x|u00)[0-9a-f]{2}){4,}|\b(?:[01]{8}\s?){4,}|(?:\b\w ){8,}\w\b",
    re.I,
)
"""Hexadecimal, percent, entity and binary encoding, and letters that stand one by one."""

HIDDEN = re.compile(
    "[\u202d\u202e][^\u202c\n]*\u202c?|(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])"
    "[\U000e0020-\U000e007f]{4,}"
)
"""What a text shows in another order than it has, and letters of tags, which it does not show."""

QUOTED_NEXT = re.compile(r"\s*\"[^\"]*\"")
