"""Invented jobs, and invented people who apply for them; the same ones for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple


class Job(NamedTuple):
    """What a requisition is about. `skills` are what a good résumé for it speaks of."""

    title: str
    location: str
    summary: str
    description: str
    skills: tuple[tuple[str, str], ...]


JOBS = (
    Job(
        "Senior Backend Engineer",
        "Remote",
        "Builds and runs the services behind our booking platform.",
        "You design services in Python, keep them quick on PostgreSQL, and put them into "
        "production with tests and monitoring.\n\nWe look for five years with Python, experience "
        "with database indexing and transactions, message queues, caching, and API design.",
        (
            ("Python", "Wrote and maintained services in Python with asyncio and typed code"),
            ("PostgreSQL", "Cut slow PostgreSQL queries with covering indexes and query plans"),
            ("API design", "Designed versioned REST APIs that thirty client teams rely on"),
            ("Message queues", "Moved order handling onto a message queue with idempotent workers"),
            ("Caching", "Introduced Redis caching with clear rules for invalidation"),
            ("Observability", "Set up tracing, alerts and error budgets for eleven services"),
        ),
    ),
    Job(
        "Data Engineer",
        "Leipzig",
        "Keeps the data that the company decides by whole, timely and documented.",
        "You build pipelines from operational systems into the warehouse, and models on top of "
        "it.\n\nWe look for SQL, data modelling, Airflow or the like, Spark, and data quality.",
        (
            ("SQL", "Modelled a star schema for sales in SQL, with slowly changing dimensions"),
            ("Airflow", "Scheduled two hundred Airflow tasks with retries and backfills"),
            ("Spark", "Tuned Spark jobs by partitioning, which halved their cost"),
            ("Data quality", "Wrote data quality checks that stop a load before people see it"),
            ("Data modelling", "Led data modelling workshops with finance and operations"),
            ("Python", "Built ingestion in Python with tests and contracts between teams"),
        ),
    ),
    Job(
        "Site Reliability Engineer",
        "Gdansk",
        "Keeps what we run up, and makes it cheaper to keep it up.",
        "You run Kubernetes clusters, automate with Terraform, and lead incidents to their end."
        "\n\nWe look for Linux, Kubernetes, Terraform, monitoring and incident reviews.",
        (
            ("Kubernetes", "Ran Kubernetes clusters through four upgrades without an outage"),
            ("Terraform", "Described all infrastructure in Terraform, reviewed like code"),
            ("Incident response", "Led incident response and wrote reviews without blame"),
            ("Linux", "Debugged Linux memory pressure and network queues under load"),
            ("Monitoring", "Built monitoring on Prometheus with alerts on symptoms"),
            ("Automation", "Automated certificate renewal and failover in Go"),
        ),
    ),
    Job(
        "Customer Support Lead",
        "Porto",
        "Leads the people who answer our customers.",
        "You coach a team of eight, set up how requests are handled, and tell product what "
        "customers struggle with.\n\nWe look for coaching, planning, clear writing and calm.",
        (
            ("Coaching", "Coached eight agents with weekly reviews of real conversations"),
            ("Workforce planning", "Planned shifts from forecasts and kept answers under an hour"),
            ("Knowledge base", "Rewrote the knowledge base, which cut repeat questions by a third"),
            ("Escalations", "Handled escalations with engineering by a clear path"),
            ("Reporting", "Reported monthly to product on what customers struggle with"),
            ("Hiring", "Hired and trained five people in two languages"),
        ),
    ),
)
_FIRST = (
    "Amara Benno Carla Dario Edda Farid Greta Hanno Imani Jorin Kaja Levin Mirela Nuno Odile Pavel "
    "Quirin Rhea Soren Talia Udo Vesna Wanda Xenia Yusuf Zora Alba Bruno Celia Dmitri"
)
_LAST = (
    "Abernal Bransky Cordeiro Dunmore Eschweil Fjordan Galbrecht Holmquart Iverling Jarosz Kestrel "
    "Lindqvar Moravec Nordahl Okonwe Pellgrin Quastrel Rosmund Sandovar Tremark Ulvestad Varnholt "
    "Westerlo Yarwick Zelenska Ambroise Bellweth Castaneo Drummel Ehrenfall"
)
_PLACES = ("Harbour Freight Lines", "Lumen Parcel", "Northfold Energy", "Quartz & Vine", "Tidewell")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who applies. `skills` are sentences about what they did, `places` where."""

    first_name: str
    last_name: str
    email: str
    phone: str
    years: int
    skills: tuple[tuple[str, str], ...]
    places: tuple[str, ...]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def job_of(number: int) -> Job:
    """The job of the requisition of that number, from 0; the jobs come again after a while."""
    return JOBS[number % len(JOBS)]


def person_of(seed: int, number: int, job: Job) -> Person:
    """The person of that number, from 0, with more or less of what the job asks for."""
    # Random numbers that are the same everywhere are what is wanted here.
    chance = random.Random(f"{seed}:{number}")  # noqa: S311
    first, last = chance.choice(_FIRST.split()), chance.choice(_LAST.split())
    strength = chance.choice((1, 3, 4, 5, 6))
    others = [skill for other in JOBS if other is not job for skill in other.skills]
    skills = chance.sample(job.skills, strength) + chance.sample(others, 6 - strength)
    return Person(
        first_name=first,
        last_name=last,
        email=f"{first}.{last}.{number + 1}@example.com".lower(),
        phone=f"+44 20 7946 {chance.randrange(1000):04d}",
        years=1 + strength + chance.randrange(4),
        skills=tuple(skills),
        places=tuple(chance.sample(_PLACES, 2)),
    )
