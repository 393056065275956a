"""The positions of the demo, as they are entered in the builder."""

from __future__ import annotations

from typing import Any


def _concept(
    slug: str, weight: int, target: int, *, must: bool = False, focus: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "slug": slug,
        "weight": weight,
        "target_depth": target,
        "must_have": must,
        "focus_areas": list(focus),
    }


BACKEND: dict[str, Any] = {
    "title": "Senior back-end engineer",
    "seniority": "senior",
    "interview_types": ["technical", "system_design"],
    "duration_min": 45,
    "job_description": (
        "You look after the services that quote, book and track freight: a few dozen million rows "
        "in a relational database, a handful of APIs that partners depend on, and queues between "
        "them. You design schemas and interfaces, keep bookings correct when two people want the "
        "same slot, and find out why something was slow last Tuesday."
    ),
    "concepts": [
        _concept("data-modelling", 3, 4, must=True),
        _concept("transactions", 3, 4, must=True),
        _concept("concurrency", 2, 3),
        _concept("api-design", 2, 3),
        _concept("caching", 2, 3),
        _concept("observability", 1, 2),
    ],
}

FRONTEND: dict[str, Any] = {
    "title": "Front-end engineer",
    "seniority": "mid",
    "interview_types": ["technical"],
    "duration_min": 25,
    "job_description": (
        "You build the screens on which dispatchers spend their day: dense tables, keyboard "
        "first, quick on old machines."
    ),
    "concepts": [
        _concept("javascript", 3, 3, must=True),
        _concept("component-design", 2, 3),
        _concept("accessibility", 2, 3, must=True, focus=("keyboard use",)),
    ],
}

DATA: dict[str, Any] = {
    "title": "Data engineer",
    "seniority": "mid",
    "interview_types": ["technical", "behavioural"],
    "duration_min": 25,
    "job_description": (
        "You bring positions of lorries, customs messages and invoices together, so that what the "
        "planners see in the morning is right."
    ),
    "concepts": [
        _concept("sql-queries", 3, 3, must=True),
        _concept("data-modelling", 3, 3, must=True),
        _concept("transactions", 2, 3),
    ],
    "must_ask": [
        {
            "question": "Which of our working hours, 07:00 to 19:00 Central European Time, could "
            "you cover?",
            "ideal_answer": "I can cover 08:00 to 17:00 or more.",
            "time_limit_min": 2,
            "dealbreaker": True,
        }
    ],
}

RELIABILITY: dict[str, Any] = {
    "title": "Site reliability engineer",
    "seniority": "senior",
    "interview_types": ["technical", "behavioural"],
    "duration_min": 20,
    "concepts": [
        _concept("incident-handling", 3, 4, must=True),
        _concept("observability", 2, 3),
    ],
}

LEAD: dict[str, Any] = {
    "title": "Engineering lead, customs",
    "seniority": "lead",
    "interview_types": ["behavioural", "system_design"],
    "duration_min": 60,
    "difficulty": "hard",
    "concepts": [
        _concept("mentoring", 3, 4, must=True),
        _concept("stakeholder-communication", 2, 4),
        _concept("service-boundaries", 2, 4),
        {"name": "Customs declarations", "weight": 1, "target_depth": 2},
    ],
}

OTHER: dict[str, Any] = {
    "title": "Orchard systems engineer",
    "seniority": "mid",
    "interview_types": ["technical"],
    "duration_min": 20,
    "concepts": [_concept("api-design", 2, 3), _concept("sql-queries", 2, 3)],
}

OPEN = {"backend": BACKEND, "frontend": FRONTEND, "data": DATA}
"""Open for candidates, by the key that applicants name."""

CLOSED = {"reliability": RELIABILITY}
"""Closed by now; interviews were held before."""

DRAFTS = (LEAD,)
