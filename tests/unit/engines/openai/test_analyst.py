"""A model reads résumés: what it quotes is checked, what it must not see it is not shown."""

from __future__ import annotations

import json

import pytest

from app.analysis.engine import Analyser, analyser_for
from app.analysis.job import Document, Identity
from app.analysis.requirements import requirements_of
from app.core.database import unit_of_work
from app.engines.service import analyst_for
from app.prompts import service as prompts
from tests.support.openai_server import fails, says
from tests.unit.analysis.attacks import ORDERS
from tests.unit.analysis.samples import JOB, PERSON, TODAY, examined, found, resume
from tests.unit.engines.teas import Bench

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WHO = Identity(PERSON["name"], "ada@example.com", "+44 20 7946 0958")
WANTED = [one.text for one in requirements_of(JOB)]
WORK = {
    "Python": "Built the checkout API in Python with FastAPI",
    "PostgreSQL": "Led the migration of the order database to PostgreSQL",
    "Kubernetes": "Ran twelve services on Kubernetes",
}


def reading(met=None, quote=None, **fields) -> dict:
    """A model's reading: quotes of the work above, or of everything the given quote."""
    judged = []
    for number, text in enumerate(WANTED, start=1):
        said = quote or WORK.get(text)
        verdict = (met or "full") if said else "none"
        judged.append({"number": number, "quotes": [said] if said else [], "met": verdict})
    return {
        "requirements": judged,
        "strengths": [],
        "concerns": [],
        "contradictions": [],
        "questions": [],
    } | fields


def asked(text: str) -> dict:
    return {"text": text, "why": "It is unclear.", "only_here": False}


def honest() -> dict:
    """What a model that is not fooled says: as much as the built-in analyser sees."""
    said = {None: "none", 0.5: "partial", 1.0: "full"}
    judged = [
        {
            "number": number,
            "quotes": [span.quote.split(" her ")[0] for span in match.evidence],
            "met": said[match.credit or None],
        }
        for number, match in enumerate(examined().matches, start=1)
    ]
    return reading(requirements=judged)


async def analysed(bench: Bench, text: str | None = None, hidden=()):
    analyser = Analyser(JOB, await analyst_for(bench.actor.organization_id))
    return await analyser.analyse(Document(text or resume(), tuple(hidden), TODAY), WHO)


async def test_only_what_stands_in_the_resume_counts_and_the_score_follows_the_rule(
    bench: Bench,
) -> None:
    text = resume()
    bench.script(
        says(
            reading(
                strengths=[
                    {
                        "text": "Runs services calmly.",
                        "quotes": ["services on Kubernetes; on-call"],
                    },
                    {"text": "Won a prize.", "quotes": ["Engineer of the year"]},
                    {"text": "Speaks of birth.", "quotes": ["Date of birth: 12 March 1985"]},
                ],
                contradictions=[
                    {"text": "Half of one.", "quotes": ["Jan 2019 - present"]},
                    {"text": "These exclude it.", "quotes": ["Jan 2019 - present", "2015 - 2018"]},
                ],
                questions=[
                    asked("How do you keep services calm?"),
                    asked("As a mother of two, how do you find the time?"),
                ],
            )
        )
    )
    made = await analysed(bench, text)
    findings = made.findings
    assert (made.engine, made.fallback) == ("openai", "")
    assert len(made.engine_version) <= 40
    assert len(made.prompt_hash) == 64
    pros = {one.text: one.evidence for one in findings.pros}
    assert "Has worked with Kubernetes." in pros
    assert "Runs services calmly." in pros
    assert not {"Won a prize.", "Speaks of birth."} & set(pros)
    assert "Touches on Docker." not in pros, "the model quoted nothing for it"
    assert [one.text for one in findings.red_flags] == ["These exclude it."]
    assert findings.suggested_questions[0].text == "How do you keep services calm?"
    assert "mother" not in str(findings.suggested_questions)
    spans = [s for one in (*findings.pros, *findings.red_flags) for s in one.evidence]
    assert all(span.is_verbatim(text) for span in spans)
    assert findings.risk_score > found(text).risk_score, "less was quoted than there is"
    assert [one.purpose.value for one in await bench.calls()] == ["analyse"]


async def test_the_model_is_shown_work_and_nothing_of_the_person(bench: Bench) -> None:
    bench.script(says(reading()))
    order = ORDERS[0]
    await analysed(bench, f"{resume()}\n{order}\n", hidden=[("colour", 1, "Secret Kafka guru")])
    (body,) = bench.requests
    sent = json.dumps(body, ensure_ascii=False)
    for secret in (
        "Ada", "Long Road", "Leeds", "ada@", "7946", "github.com", "1985", "Nigeria", "Lagos",
        " her ", "She ", "Ignore all", "Secret Kafka",
    ):  # fmt: skip
        assert secret not in sent, secret
    _, begin, document, end = body["messages"][1]["content"].split("\n")
    assert begin.removeprefix("BEGIN ") == end.removeprefix("END ")
    assert "Ran twelve services on Kubernetes" in json.loads(document)["resume"]
    assert "Ran twelve services" not in body["messages"][0]["content"]


async def test_a_gullible_model_gives_an_attack_no_better_score(bench: Bench) -> None:
    bench.script(says(honest()))
    bare = (await analysed(bench)).findings
    assert bare.risk_score == found().risk_score
    for number, order in enumerate(ORDERS[::3]):
        model = f"{bench.model}-gullible-{number}"
        bench.set(model=model)
        praise = [{"text": "A perfect match.", "quotes": ["Python, Docker, Terraform, Git, Linux"]}]
        quote = "Led the migration of the order database to PostgreSQL" if number % 2 else order
        bench.server.script(model, says(reading("full", quote, strengths=praise)))
        attacked = (await analysed(bench, f"{resume()}\n• {order}\n")).findings
        assert attacked.risk_score >= bare.risk_score, order
        assert "A perfect match." not in [one.text for one in attacked.pros]
        assert not any(order in s.quote for one in attacked.pros for s in one.evidence)
    hidden = (await analysed(bench, hidden=[("tiny", 1, "Kafka in production")])).findings
    assert hidden.risk_score >= bare.risk_score


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (fails(400), "provider_rejected"),
        (says("no JSON at all"), "invalid_output"),
        (says({"requirements": []}), "invalid_output"),
    ],
)
async def test_where_the_model_fails_the_built_in_analysis_says_so(
    bench: Bench, answer: dict, why: str
) -> None:
    bench.set(timeout_seconds=5)
    bench.script(answer)
    made = await analysed(bench)
    assert (made.engine, made.fallback) == ("built-in", why)
    assert made.findings == found()
    bench.set(budget_cents=0)
    assert (await analysed(bench)).fallback == "budget_spent"


async def test_an_organisations_prompt_is_followed_and_its_schema_enforced(bench: Bench) -> None:
    schema = {
        "type": "object",
        "required": ["fit"],
        "properties": {"fit": {"enum": ["yes", "no"]}},
    }
    async with unit_of_work() as session:
        await prompts.create(
            session,
            bench.actor,
            {
                "name": "Ours",
                "prompt_type": "resume_analysis",
                "template_content": "Look for calm at {{ position_title }}.\n{{ resume_text }}",
                "schema_content": json.dumps(schema),
                "is_default": True,
            },
        )
    plain = Analyser(JOB, await analyst_for(bench.actor.organization_id))
    analyser = await analyser_for(bench.actor.organization_id, None, JOB)
    assert analyser.version != plain.version
    document = Document(resume(), (), TODAY)
    wrong = reading() | {"answer": json.dumps({"fit": "perhaps"})}
    right = reading() | {"answer": json.dumps({"fit": "yes"})}
    bench.script(says(wrong), says(right))
    made = await analyser.analyse(document, WHO)
    assert (made.engine, made.fallback) == ("openai", "")
    assert [one.outcome.value for one in await bench.calls()] == ["invalid", "ok"]
    told = bench.requests[0]["messages"][0]["content"]
    assert "Look for calm at Senior Backend Engineer." in told
    assert "Kubernetes" not in told
