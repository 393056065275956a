"""A job, a résumé for it by an invented person, and analyses of either."""

from __future__ import annotations

from datetime import date

from app.analysis.builtin import examine, findings_of
from app.analysis.job import Document, Identity, Job

TODAY = date(2026, 11, 21)
JOB = Job(
    "Senior Backend Engineer",
    """We build software for warehouses.

What you will do:
- Design and operate services that process orders in real time
- Mentor other engineers and review their code

Requirements:
- 5+ years of professional experience with Python
- Strong knowledge of PostgreSQL
- Experience with Kubernetes and Docker in production
- Bachelor's degree in computer science

Nice to have:
- Terraform
- Experience with Kafka

Benefits:
- 30 days of holiday, Excel lessons
""",
)
PERSON = {
    "name": "Ada Example",
    "contact": "12 Long Road, Leeds | ada@example.com | +44 20 7946 0958 | github.com/ada",
    "facts": "Date of birth: 12 March 1985 | Nationality: Nigerian",
    "pronoun": "She",
    "their": "her",
    "school": "University of Lagos, Nigeria",
}
WORK = """Summary
Backend engineer who likes calm systems. {pronoun} writes things down.

Experience
Senior Engineer, Parcels and Sons                    Jan 2019 - present
• Led the migration of the order database to PostgreSQL and cut slow queries by
half through better indexes
• Ran twelve services on Kubernetes; on-call for all of them
• Coached three junior developers and reviewed {their} pull requests every week
Engineer, Paper Books, 2015 - 2018
• Built the checkout API in Python with FastAPI

Education
{school}, BSc Computer Science, 2011 - 2014

Skills
Python, Docker, Terraform, Git, Linux
"""


def resume(**fields: str) -> str:
    """The résumé, of another person where fields of `PERSON` are given."""
    who = PERSON | fields
    return f"{who['name']}\n{who['contact']}\n{who['facts']}\n\n" + WORK.format(**who)


def examined(text: str | None = None, job: Job = JOB, name: str = PERSON["name"], hidden=()):
    text = resume() if text is None else text
    who = Identity(name, "ada@example.com", "+44 20 7946 0958")
    return examine(job, Document(text, tuple(hidden), TODAY), who)


def found(text: str | None = None, **given):
    return findings_of(examined(text, **given))


def credits_of(text: str | None = None, **given) -> dict[str, float]:
    """How far each requirement is met, by its words."""
    return {one.requirement.text: one.credit for one in examined(text, **given).matches}
