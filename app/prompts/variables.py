"""What the templates of each type of prompt may name.

A candidate's words are never put into a prompt: where a template names them stands that they are
in the data, into which whoever calls a model puts them.
"""

from __future__ import annotations

from app.core.templating import Variable, VariableType
from app.prompts.models import PromptType

_TEXT, _NUMBER, _LIST = VariableType.TEXT, VariableType.NUMBER, VariableType.LIST
_WORDS = VariableType.CANDIDATES_WORDS
_TITLE = Variable("position_title", _TEXT, "The requisition's name", "Software Engineer")
_COMPANY = Variable("company_name", _TEXT, "Your organisation's name", "Example Works")
_SENIORITY = Variable("seniority", _TEXT, "The position's seniority", "senior")
_DURATION = Variable("duration_min", _NUMBER, "The interview's length in minutes", 45)
_CONCEPTS = Variable(
    "concepts", _LIST, "What the interview asks about", ("Caching", "Concurrency"), True
)

VARIABLES: dict[PromptType, tuple[Variable, ...]] = {
    PromptType.RESUME_ANALYSIS: (
        _TITLE,
        Variable(
            "job_description", _TEXT, "What the requisition says", "You keep our services up.", True
        ),
        Variable(
            "resume_text",
            _WORDS,
            "Where the résumé goes: it is handed over as data, without who the candidate is",
            "The résumé stands in the data below.",
            True,
        ),
    ),
    PromptType.INTERVIEW: (
        _TITLE,
        _COMPANY,
        _SENIORITY,
        _DURATION,
        Variable(
            "interview_instructions",
            _TEXT,
            "The requisition's instructions",
            "Dwell on how things are run.",
            True,
        ),
    ),
    PromptType.EVALUATION: (
        _TITLE,
        _COMPANY,
        _SENIORITY,
        _CONCEPTS,
        Variable("overall_score", _NUMBER, "The report's score, 0 to 100", 78, True),
        Variable("recommendation", _TEXT, "The report's recommendation", "hire", True),
        Variable(
            "answers",
            _WORDS,
            "Where questions and answers go: they are handed over as data",
            "Questions and answers stand in the data below.",
            True,
        ),
    ),
    PromptType.INTERVIEW_EMAIL: (
        Variable("candidate_first_name", _TEXT, "The candidate's first name", "Ada"),
        Variable("position_title", _TEXT, "The position's title", "Software Engineer"),
        _COMPANY,
        Variable("recruiter_name", _TEXT, "Who stands for the requisition", "Sam Example", True),
        Variable(
            "recruiter_contact",
            _TEXT,
            "What candidates may read of them",
            "Sam Example, recruiter, 555-0100",
            True,
        ),
        Variable(
            "interview_url",
            _TEXT,
            "The candidate's own link, which must be in the text",
            "https://example.com/interview/abc",
        ),
        Variable(
            "starts_at",
            _TEXT,
            "From when it can be held, where that is later",
            "3 January 2027, 09:00 UTC",
            True,
        ),
        Variable("expires_at", _TEXT, "Until when the link works", "5 January 2027, 23:59 UTC"),
        _DURATION,
    ),
}
