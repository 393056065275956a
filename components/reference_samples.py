"""Examples of JSON values, made from their schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from components.reference_document import Document

_BY_FORMAT = {
    "uuid": "0190f3a2-7c4e-7d1b-9a55-2f6b8c0d4e11",
    "date-time": "2026-12-01T09:30:00Z",
    "email": "robin@example.com",
    "uri": "https://example.com/robin",
}
# What a reader expects to see under names that a schema says little about.
_BY_NAME: dict[str, Any] = {
    "position_id": "0190e7d4-2b10-7f3c-8c41-9b7a6f5e4d32",
    "interview_id": "0190f3a2-7c4e-7d1b-9a55-2f6b8c0d4e11",
    "candidate_id": "0190f3a2-7c4d-7a20-8d13-5e4f3a2b1c07",
    "org_id": "018fd1b6-91aa-7e05-b7c2-0d1e2f3a4b5c",
    "created_at": "2026-11-30T16:02:11Z",
    "scheduled_at": "2026-12-01T09:00:00Z",
    "expires_at": "2026-12-14T23:59:59Z",
    "completed_at": "2026-12-02T10:14:45Z",
    "timestamp": "2026-12-02T10:14:52Z",
    "full_name": "Robin Example",
    "phone": "+44 20 7946 0018",
    "resume_url": "https://example.com/robin.pdf",
    "round_number": 1,
    "title": "Senior back-end engineer",
    "role": "Senior back-end engineer",
    "seniority": "senior",
    "invite_token": "s3Qx0vJmT1c8",
    "invite_url": "https://vivavoce.example.com/interview/s3Qx0vJmT1c8",
    "report_url": "https://vivavoce.example.com/interviews/0190f3a2-7c4e-7d1b-9a55-2f6b8c0d4e11",
    "duration_min": 45,
    "overall_score": 74.5,
    "recommendation": "hire",
    "summary": "Reaches design depth in data modelling; caching stays at explanation.",
    "knowledge_summary": "Strong on data modelling. Caching: invalidation was not applied.",
    "questions_asked": 14,
    "proctor_flags": 0,
    "sequence": 4,
    "concept_depth": [
        {
            "concept": "caching",
            "name": "Caching",
            "depth": 2.2,
            "low": 1.6,
            "high": 2.9,
            "target": 3,
            "weight": 2,
            "questions": 3,
            "asked": True,
            "low_confidence": False,
            "evidence": [
                {
                    "turn_id": "0190f3a2-8a10-7c22-b1f0-6d5e4c3b2a19",
                    "start": 42,
                    "end": 76,
                    "quote": "in the same place I delete the key",
                    "point": "Names the write path that must invalidate the entry",
                    "credit": 1.0,
                }
            ],
        }
    ],
}


def sample(
    document: Document, schema: dict[str, Any], *, name: str = "", whole: bool = True
) -> Any:
    """A value that the schema allows; with `whole` False, only the members that are required."""
    schema = document.resolve(schema)
    if schema.get("type") == "object" and "properties" in schema:
        required = schema.get("required", ())
        return {
            key: sample(document, member, name=key, whole=whole)
            for key, member in schema["properties"].items()
            if whole or key in required
        }
    if "const" in schema:
        return schema["const"]
    if name in _BY_NAME:
        return _BY_NAME[name]
    for given in ("examples", "enum"):
        if schema.get(given):
            return schema[given][0]
    if schema.get("type") == "array":
        return [sample(document, schema.get("items", {}), whole=whole)]
    return _plain(schema)


def _plain(schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind == "string":
        return _BY_FORMAT.get(schema.get("format", ""), "…")
    return {}
