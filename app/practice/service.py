"""Practice sessions: ordinary interviews of the organisation, to learn from.

Like the room's, these open units of work of their own: an answer is committed before it is graded,
so no caller could hold one around it all. Nothing is charged, nobody is told, and no figure counts
them. A session of a member is that member's alone; one of an API key is open to the
organisation's keys.
"""

from __future__ import annotations

from app.practice.config import (
    LEVELS,
    STYLES,
    SessionConfig,
    Style,
    UnknownValueError,
    parse_config,
    seniority_of,
)
from app.practice.sessions import (
    AnswerView,
    Evaluated,
    Question,
    SessionEndedError,
    SessionStatus,
    SessionView,
    Standing,
    answer,
    create_session,
    end,
    session_view,
    standing,
    touch,
)
from app.practice.summaries import Summary

__all__ = [
    "LEVELS",
    "STYLES",
    "AnswerView",
    "Evaluated",
    "Question",
    "SessionConfig",
    "SessionEndedError",
    "SessionStatus",
    "SessionView",
    "Standing",
    "Style",
    "Summary",
    "UnknownValueError",
    "answer",
    "create_session",
    "end",
    "parse_config",
    "seniority_of",
    "session_view",
    "standing",
    "touch",
]
