"""The operations on coaching."""

from __future__ import annotations

import pytest

from tests.support.agent import client_with, data_of, failure_of
from tests.support.integrations import issue_key

ASKED = {
    "question": "Tell me about a time you faced a difficult technical challenge.",
    "answer": "I once had to optimize a database query that was taking several minutes to run. I "
    "analyzed the query execution plan, identified bottlenecks, and created appropriate indexes. "
    "This reduced the query time to under a second.",
    "framework": "STAR",
}
WANTED = {"job_role": "Data Scientist", "skill": "Machine Learning", "difficulty": "intermediate"}
PARTS = {
    "STAR": ["situation", "task", "action", "result"],
    "CAR": ["challenge", "action", "result"],
    "SOAR": ["situation", "obstacle", "action", "result"],
    "PREP": ["point", "reason", "example"],
}


@pytest.mark.parametrize("framework", ["STAR", "CAR", "soar", "Prep"])
async def test_feedback_has_the_parts_of_the_framework_in_its_order(client, framework) -> None:
    answer = await client.post("/coaching/feedback", json=ASKED | {"framework": framework})
    data = data_of(answer)
    assert set(data) == {"feedback"}
    feedback = data["feedback"]
    assert set(feedback) == {"overall", "framework_analysis", "improvements"}
    assert list(feedback["framework_analysis"]) == PARTS[framework.upper()]
    for words in feedback["framework_analysis"].values():
        assert words.startswith(("Well addressed. ", "Partially addressed. ", "Not addressed. "))
    assert feedback["overall"]
    assert all(isinstance(one, str) for one in feedback["improvements"])


async def test_the_example_of_the_contract_is_judged_as_there(client) -> None:
    data = data_of(await client.post("/coaching/feedback", json=ASKED))
    verdicts = {
        part: words.partition(".")[0]
        for part, words in data["feedback"]["framework_analysis"].items()
    }
    partially = "Partially addressed"
    assert verdicts == {
        "situation": partially,
        "task": partially,
        "action": "Well addressed",
        "result": partially,
    }


async def test_an_unknown_framework_is_400_with_those_there_are(client) -> None:
    error = failure_of(
        await client.post("/coaching/feedback", json=ASKED | {"framework": "STARFISH"}), 400
    )
    assert error["details"]["field"] == "framework"
    assert error["details"]["accepted"] == list(PARTS)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("feedback", {key: ASKED[key] for key in ("question", "answer")}, "framework"),
        ("feedback", ASKED | {"answer": "  "}, "answer"),
        ("feedback", ASKED | {"answer": "x" * 20_001}, "answer"),
        ("feedback", ASKED | {"question": 3}, "question"),
        ("practice-questions", WANTED | {"difficulty": "purple"}, "difficulty"),
        ("practice-questions", WANTED | {"skill": ""}, "skill"),
        ("practice-questions", WANTED | {"job_role": None}, "job_role"),
    ],
)
async def test_what_breaks_a_rule_is_400_and_names_the_field(client, path, body, field) -> None:
    error = failure_of(await client.post(f"/coaching/{path}", json=body), 400)
    assert error["details"]["field"] == field


async def test_a_practice_question_comes_with_guidance_and_not_the_same_twice(client) -> None:
    seen = []
    for _ in range(3):
        data = data_of(await client.post("/coaching/practice-questions", json=WANTED))
        assert set(data) == {"question", "guidance"}
        assert set(data["question"]) == {"id", "text"}
        assert set(data["guidance"]) == {"key_points", "structure"}
        assert len(data["guidance"]["key_points"]) >= 2
        assert all(len(point) < 130 for point in data["guidance"]["key_points"])
        seen.append(data["question"]["id"])
    assert len(set(seen)) == 3


async def test_coaching_needs_a_key_with_the_scope(client, actor) -> None:
    key = await issue_key(actor, ["reports:read"])
    for given, status in ((None, 401), (key, 403)):
        async with client_with(given) as other:
            failure_of(await other.post("/coaching/feedback", json=ASKED), status)
            failure_of(await other.post("/coaching/practice-questions", json=WANTED), status)
