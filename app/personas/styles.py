"""Which style the words of a persona ask for, where nobody has chosen one."""

from __future__ import annotations

import re

from app.assessment.manner import Style

_WARM = re.compile(
    r"\b(warm\w*|friendly|kind\w*|encourag\w+|support\w+|gentle|empath\w+|relaxed|welcoming)\b",
    re.IGNORECASE,
)
_BRISK = re.compile(
    r"\b(brisk\w*|concise\w*|direct|brief\w*|short|terse|to the point|efficient\w*|no-nonsense)\b",
    re.IGNORECASE,
)


def style_of(words: str) -> Style:
    """The style that more of the words stand for; neutral where neither does."""
    warm, brisk = len(_WARM.findall(words)), len(_BRISK.findall(words))
    if warm == brisk:
        return Style.NEUTRAL
    return Style.WARM if warm > brisk else Style.BRISK
