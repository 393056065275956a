"""What goes over the wire for coaching, with the contract's own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from api.agent.schemas import Given, Told

if TYPE_CHECKING:
    from pydantic.config import JsonDict

_ASKED = "Tell me about a time you faced a difficult technical challenge."
_ANSWER = (
    "I once had to optimize a database query that was taking several minutes to run. I analyzed "
    "the query execution plan, identified bottlenecks, and created appropriate indexes. This "
    "reduced the query time to under a second."
)
_FEEDBACK: JsonDict = {
    "overall": "Your answer brings out the action well. The situation, task and result are there "
    "in part and could say more.",
    "framework_analysis": {
        "situation": "Partially addressed. You said “I once had to optimize a database query that "
        "was taking several minutes to …”, but did not say why it mattered.",
        "task": "Partially addressed. You said “I once had to optimize a database query that was "
        "taking several minutes to …”, but did not make clear that this was yours to do.",
        "action": "Well addressed. You said “identified bottlenecks, and created appropriate "
        "indexes”.",
        "result": "Partially addressed. You said “This reduced the query time to under a second”, "
        "but did not say what it meant for users, the team or the business.",
    },
    "improvements": [
        "Say what the result meant for users, the team or the business",
        "Say what you yourself were responsible for, and why it fell to you",
        "Add why the situation mattered: who was affected, or what was at risk",
    ],
}


class FeedbackRequest(Given):
    """An answer to be coached on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"question": _ASKED, "answer": _ANSWER, "framework": "STAR"}]
        }
    )

    question: str = Field(description="What was asked, 2,000 characters at most.")
    answer: str = Field(description="What was answered, 20,000 characters at most.")
    framework: str = Field(description="`STAR`, `CAR`, `SOAR` or `PREP`, in any case.")


class PracticeQuestionRequest(Given):
    """What to practise."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "job_role": "Data Scientist",
                    "skill": "Machine Learning",
                    "difficulty": "intermediate",
                }
            ]
        }
    )

    job_role: str = Field(description="The role to practise for, 120 characters at most.")
    skill: str = Field(description="What the question is about, 80 characters at most.")
    difficulty: str = Field(
        description="`beginner`, `intermediate`, `advanced` or `expert`, or words to that effect "
        "such as “easy”, “hard” or “senior”."
    )


class FeedbackBody(Told):
    """Coaching on an answer."""

    overall: str
    framework_analysis: dict[str, str] = Field(
        description="A member for each part of the framework, in its order. Each begins “Well "
        "addressed.”, “Partially addressed.” or “Not addressed.”"
    )
    improvements: list[str] = Field(
        description="What to change, the most valuable first; empty where nothing is missing."
    )


class FeedbackData(Told):
    """Coaching on an answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"feedback": _FEEDBACK}]})

    feedback: FeedbackBody


class PracticeQuestionBody(Told):
    """A question to practise with."""

    id: str
    text: str


class GuidanceBody(Told):
    """What a good answer contains, and how to build it."""

    key_points: list[str] = Field(description="The most important first.")
    structure: str


class PracticeQuestionData(Told):
    """A question to practise with, and how to answer it well."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": {
                        "id": "model-evaluation-2a",
                        "text": "Why is accuracy a poor measure where one class is rare?",
                    },
                    "guidance": {
                        "key_points": [
                            "Always naming the frequent class already scores high",
                            "Precision and recall look at the rare class by itself",
                        ],
                        "structure": "Begin with the idea in one sentence, explain step by step "
                        "how and why it works, and close with an example.",
                    },
                }
            ]
        }
    )

    question: PracticeQuestionBody
    guidance: GuidanceBody
