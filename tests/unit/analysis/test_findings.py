"""What a résumé shows of what a job asks for, with its own words and by a stated rule."""

from __future__ import annotations

import pytest

from app.analysis.builtin import examine, findings_of
from app.analysis.job import Document, Identity, Job, SoughtConcept
from app.analysis.requirements import Kind, requirements_of
from app.analysis.technologies import is_technology, technologies_in
from tests.unit.analysis.samples import JOB, TODAY, credits_of, examined, found, resume


def test_a_description_becomes_requirements_with_weights() -> None:
    wanted = {one.text: (one.kind, one.weight) for one in requirements_of(JOB)}
    assert wanted["Python"] == (Kind.TECHNOLOGY, 3.0)
    assert wanted["5 years of experience"] == (Kind.YEARS, 3.0)
    assert wanted["A degree"] == (Kind.DEGREE, 3.0)
    assert wanted["Terraform"] == (Kind.TECHNOLOGY, 1.0)
    assert wanted["Mentor other engineers and review their code"] == (Kind.STATEMENT, 2.0)
    assert "Excel" not in wanted, "what the employer offers is not asked for"


def test_the_concepts_of_the_position_come_before_those_that_the_text_suggests() -> None:
    job = Job("Tea master", "Serve tea.", (SoughtConcept("tea", "Tea ceremony", 5, True),))
    assert [(one.text, one.weight) for one in requirements_of(job)] == [("Tea ceremony", 3.0)]


def test_each_requirement_is_met_by_words_that_stand_in_the_resume() -> None:
    text = resume()
    met = credits_of(text)
    assert met["PostgreSQL"] == met["Kubernetes"] == met["Python"] == 1.0
    assert met["A degree"] == met["5 years of experience"] == 1.0
    assert met["Docker"] == met["Terraform"] == 0.5, "it is only listed"
    assert met["Apache Kafka"] == 0.0
    findings = found(text)
    spans = [span for one in (*findings.pros, *findings.cons) for span in one.evidence]
    assert spans
    assert all(span.is_verbatim(text) for span in spans)
    assert any("half through better indexes" in span.quote for span in spans)
    assert all(one.evidence for one in findings.pros)
    assert "No evidence of Apache Kafka." in [one.text for one in findings.cons]
    assert "about 11 years" in findings.relevance_summary
    asked = " ".join(one.text for one in findings.suggested_questions)
    assert "Kafka" in asked
    assert all(one.why for one in findings.suggested_questions)


@pytest.mark.parametrize(
    "line",
    [
        "I have no experience with Kafka so far, sadly",
        "Eager to learn Kafka in the next role",
        "Never used Kafka in any of these places",
    ],
)
def test_what_is_lacking_is_no_evidence(line: str) -> None:
    text = resume().replace("\nEducation", f"\n• {line}\n\nEducation")
    assert credits_of(text)["Apache Kafka"] == 0.0
    (con,) = [one for one in found(text).cons if "Apache Kafka" in one.text]
    assert con.evidence[0].quote == line


@pytest.mark.parametrize(
    ("dates", "credit"),
    [("Jan 2021 - Dec 2026", 1.0), ("Jun 2023 - present", 0.5), ("Jan 2025 - present", 0.0)],
)
def test_years_are_counted_from_the_dated_roles(dates: str, credit: float) -> None:
    text = f"Experience\nEngineer, Parcels and Sons, {dates}\n• Wrote services in Python\n"
    assert credits_of(text)["5 years of experience"] == credit


def test_the_risk_is_the_share_of_the_weights_without_evidence() -> None:
    job = Job("Engineer", "Requirements:\n- Rust\n- Kafka\n\nNice to have:\n- Terraform\n")
    only = [one.text for one in requirements_of(job)]
    weights = {one.text: one.weight for one in requirements_of(job)}
    text = "Experience\n• Wrote a storage engine in Rust for two years\nSkills\nTerraform"
    met = credits_of(text, job=job)
    expected = 1 - sum(weights[one] * met[one] for one in only) / sum(weights.values())
    assert met["Rust"] == 1.0
    assert found(text, job=job).risk_score == round(expected, 2)


def test_a_job_that_asks_for_nothing_gives_no_score() -> None:
    findings = found(job=Job("Somebody", ""))
    assert findings.risk_score is None
    assert findings.pros == ()
    assert "names nothing" in findings.relevance_summary


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("• 15 years of Kubernetes in production", "first released in 2014"),
        ("Engineer, May 2022 - Jan 2022", "before it begins"),
        ("Engineer, May 2031 - Jun 2032", "begins in the future"),
    ],
)
def test_what_cannot_be_true_is_a_red_flag_with_its_words(line: str, said: str) -> None:
    text = resume().replace("\nEducation", f"\n{line}\n\nEducation")
    (flag,) = found(text).red_flags
    assert said in flag.text
    assert flag.evidence[0].is_verbatim(text)
    assert flag.evidence[0].quote in line


def test_a_gap_is_asked_about_and_nothing_else() -> None:
    text = resume().replace("2015 - 2018", "2011 - 2013")
    findings = found(text)
    assert findings.red_flags == ()
    assert findings.risk_score == found().risk_score
    (asked,) = [one for one in findings.suggested_questions if not one.is_general]
    assert "You need not say anything" in asked.text


def test_a_plausible_claim_is_no_red_flag() -> None:
    text = resume().replace(
        "\nEducation",
        "\n• 12 years of Kubernetes, 15 years of experience, mostly in Kafka\n\nEducation",
    )
    assert found(text).red_flags == ()


def test_everyday_words_are_no_technologies() -> None:
    assert technologies_in("We go on, react fast, excel at rest and sketch a swift unity.") == ()
    named = [one.name for one, _, _ in technologies_in("Go, React Native, node.js, C++, k8s, R")]
    assert named == ["Go", "React Native", "Node.js", "C++", "Kubernetes", "R"]
    assert is_technology("Swift")
    assert not is_technology("Ada")


def test_an_empty_resume_is_analysed_too() -> None:
    it = examine(JOB, Document("", (), TODAY), Identity())
    assert findings_of(it).risk_score == 1.0


def test_a_resume_without_end_is_read_as_far_as_anybody_would_read() -> None:
    line = "• Ran Kafka in production for years"
    assert credits_of(f"{resume()}\nExperience\n{line}")["Apache Kafka"] == 1.0
    far = f"{resume()}{chr(10) * 60_000}\nExperience\n{line}"
    assert credits_of(far) == credits_of(resume())


def test_the_same_words_are_found_the_same() -> None:
    assert found() == found()
    assert examined().matches == examined().matches
