"""What the demo's recruiting goes by: recruiters, requisitions, prompts, personas and settings."""

from __future__ import annotations

from typing import Any

RECRUITERS: tuple[dict[str, Any], ...] = (
    {
        "name": "Samuel Okonjo-Reed",
        "email": "recruiter@example.com",
        "phone": "+44 20 7946 0142",
        "title": "Recruiter, engineering",
        "public_contact_info": "Samuel Okonjo-Reed, +44 20 7946 0142, weekdays from 9 to 17",
    },
    {
        "name": "Ines Albrandt",
        "email": "admin@example.com",
        "title": "Head of hiring",
        "public_contact_info": "Ines Albrandt, head of hiring",
    },
    {
        "name": "Benedikt Lauritzen",
        "email": "benedikt.lauritzen@example.com",
        "phone": "+44 20 7946 0187",
        "title": "Recruiter, platforms",
    },
)
"""The first two are members, and sign in under the same address."""

SETTINGS: dict[str, Any] = {
    "interview_token_expiry_days": 21,
    "lookback_hours_default": 48,
    "email_from_name": "Example Freight, hiring",
    "auto_send_max_risk": 0.5,
}

WARM: dict[str, Any] = {
    "name": "The welcoming colleague",
    "description": "Friendly and encouraging, for people who have not done this before.",
    "system_prompt_template": (
        "You speak for {{ company_name }} as a friendly colleague would who wants the candidate "
        "for {{ position_title }} to show what they know. Thank them for an answer, and never "
        "say how good it was."
    ),
    "style": "warm",
    "is_default": True,
}
BRISK: dict[str, Any] = {
    "name": "Straight to the point",
    "description": "Brisk and brief, for people who would rather get on with it.",
    "system_prompt_template": (
        "You speak for {{ company_name }} to a {{ seniority }} engineer whose time is short: "
        "polite, direct, one sentence at most beside the question. There are {{ duration_min }} "
        "minutes."
    ),
    "style": "brisk",
}

PROMPTS: tuple[dict[str, Any], ...] = (
    {
        "name": "Our invitation",
        "prompt_type": "interview_email",
        "is_default": True,
        "template_content": (
            "Hello {{ candidate_first_name }},\n\n"
            "thank you for applying to {{ company_name }} as “{{ position_title }}”. The next "
            "step is an interview in writing, held by an AI interviewer in your browser. It "
            "takes about {{ duration_min }} minutes, whenever it suits you until "
            "{{ expires_at }}:\n\n{{ interview_url }}\n\n"
            "Every applicant for this position is asked in the same way. People read the report "
            "and decide, and you can ask for a human at any time.\n\n"
            "{% if recruiter_name %}Yours\n{{ recruiter_name }}\n{% endif %}"
            "{% if recruiter_contact %}{{ recruiter_contact }}\n{% endif %}"
        ),
    },
    {
        "name": "How we read résumés",
        "prompt_type": "resume_analysis",
        "is_default": True,
        "template_content": (
            "Read the résumé of somebody who applies as {{ position_title }}.\n\n"
            "{% if job_description %}The job:\n{{ job_description }}\n\n{% endif %}"
            "{{ resume_text }}\n\n"
            "Say what in it speaks for and against each thing that the job asks for, and quote "
            "the words. Experience with freight is welcome and never required. Do not guess at "
            "what is not there."
        ),
    },
)

BACKEND: dict[str, Any] = {
    "name": "Senior back-end engineer",
    "external_id": "R-2041",
    "location": "Rotterdam or remote",
    "description": "Looks after the services that quote, book and track freight.",
    "detailed_description": (
        "Your role:\n"
        "You design schemas and APIs for bookings, and keep them correct when two people want "
        "the same slot. You find out why something was slow last Tuesday.\n\n"
        "Requirements:\n"
        "- 5 years of experience with back-end services in Python\n"
        "- Data modelling and transactions in PostgreSQL\n"
        "- Concurrency: locks, retries and what goes wrong between them\n\n"
        "Nice to have:\n"
        "- Caching with Redis\n"
        "- Observability with tracing and metrics"
    ),
    "auto_send_interview": True,
    "lookback_hours": 72,
    "interview_instructions": "Dwell on what happens when two bookings meet.",
}
DATA: dict[str, Any] = {
    "name": "Data engineer",
    "location": "Gothenburg",
    "description": "Sees to it that what the planners see in the morning is right.",
    "detailed_description": (
        "Your role:\n"
        "You bring positions of lorries, customs messages and invoices together in the "
        "warehouse.\n\n"
        "Requirements:\n"
        "- Strong SQL, and data modelling that others can read\n"
        "- 3 years of experience with data pipelines in Python\n"
        "- Transactions: you know what a load may leave behind when it stops half-way\n\n"
        "Nice to have:\n"
        "- Airflow or another scheduler"
    ),
}
PLATFORM: dict[str, Any] = {
    "name": "Platform engineer, integrations",
    "external_id": "R-2058",
    "location": "Remote",
    "description": "Runs what partners' systems and ours meet on.",
    "detailed_description": (
        "Your role:\n"
        "You run the message queues between partners and us, and the APIs in front of them.\n\n"
        "Requirements:\n"
        "- API design with versions, idempotency and clear errors\n"
        "- Message queues: ordering, retries, dead letters\n"
        "- Observability: logs, tracing, alerts that somebody can act on\n"
        "- 3 years of experience with services in production\n\n"
        "Nice to have:\n"
        "- Kubernetes and Terraform"
    ),
    "auto_send_interview": True,
    "min_check_interval": 30,
}

REQUISITIONS = {"backend": BACKEND, "data": DATA, "platform": PLATFORM}
"""By the key that applicants name; of the first two also the position's that there is already."""

IN_INTERVIEWS = {
    "backend": "Keep to bookings and slots for examples. {{ interview_instructions }}",
    "data": "For examples take lorries, customs messages and invoices.",
    "platform": "For examples take partners who send the same message twice, late, or never.",
}
"""What the interviewer is told of each requisition, as a prompt of its own."""
