"""Whose words an invitation is written in, whom it is from, and who answers."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from app.core.database import reading, unit_of_work
from app.core.secrets import unseal
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Actor
from app.interviews import letters
from app.interviews.hiring import invite_application
from app.mail.message import Letter, compose
from app.mail.models import Mail
from app.prompts import service as prompts
from app.prompts.models import PromptVersion
from app.recruiters import service as recruiters
from app.settings import get_settings
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
OURS = (
    "Dear {{ candidate_first_name }},\n\n{{ company_name }} asks you in for {{ position_title }}: "
    "{{ interview_url }} (until {{ expires_at }}).\n\n{{ recruiter_name }}\n{{ recruiter_contact }}"
)


class Office:
    """An organisation whose recruiter stands for a requisition."""

    def __init__(self, actor) -> None:
        self.actor = actor

    @classmethod
    async def open(cls, *, recruiter: bool = True):
        office = cls(await make_actor())
        number = await office.recruiter("Sam Example") if recruiter else None
        position = await make_position(office.actor)
        office.requisition = await made_requisition(
            office.actor, recruiter=number, position_id=position.id
        )
        return office

    async def recruiter(self, name: str) -> int:
        values = {
            "name": name,
            "email": f"{name.split(maxsplit=1)[0].lower()}@example.com",
            "public_contact_info": f"{name}, 555-0100",
        }
        async with unit_of_work() as session:
            return (await recruiters.create(session, self.actor, values)).number

    async def set(self, **changes) -> None:
        async with unit_of_work() as session:
            await hiring_settings.update(session, self.actor, changes)

    async def prompt(self, template: str) -> None:
        values = {
            "name": "Ours",
            "prompt_type": "interview_email",
            "template_content": template,
            "requisition_number": self.requisition.number,
            "is_default": True,
        }
        async with unit_of_work() as session:
            await prompts.create(session, self.actor, values)

    async def invited(self, *, by_product: bool = False, **fields):
        """The text of an invitation, the message that leaves, and the link in both."""
        application = await made_application(self.actor, self.requisition, **fields)
        organization = (self.actor.organization_id, self.actor.organization_name)
        who = Actor.of_product(*organization) if by_product else self.actor
        async with unit_of_work() as session:
            invitation = await invite_application(session, who, application.id)
        async with reading() as session:
            query = select(Mail).where(col(Mail.interview_id) == invitation.interview_id)
            mail = (await session.execute(query)).scalar_one()
            leaves = await letters.departure(session, mail)
        text = unseal(mail.text_sealed)
        message = compose(
            Letter(
                id=mail.id,
                written_at=mail.created_at,
                recipient=mail.recipient,
                subject=mail.subject,
                text=text,
                reply_to=leaves.reply_to,
                sender_name=leaves.sender_name,
                sender_address=leaves.sender_address,
            )
        )
        return text, message, invitation


@on_sqlite
async def test_the_organisations_words_are_used_and_a_candidates_are_never_read_as_any(
    database: str,
) -> None:
    office = await Office.open()
    await office.prompt(OURS)
    text, _, invitation = await office.invited(full_name="{{7*7}} {% if %} Example")
    assert text.startswith("Dear {{7*7}},\n\n")
    assert f": {invitation.url} (until " in text
    assert text.endswith("Sam Example\nSam Example, 555-0100")


@on_sqlite
async def test_words_without_the_link_are_not_sent(database: str) -> None:
    office = await Office.open()
    await office.prompt(OURS)
    for template in ("No link.", "{{ interview_url.x }} {{ interview_url }}"):
        async with unit_of_work() as session:
            # As if a rule for templates had come after it was saved.
            stored = (await session.execute(select(PromptVersion))).scalar_one()
            stored.template_content = template
        text, _, invitation = await office.invited()
        assert f"\n{invitation.url}\n" in text
        assert "AI interviewer" in text
        assert "Your contact:\nSam Example, 555-0100" in text


@on_sqlite
async def test_who_writes_and_who_answers(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_settings(), "mail_from", "Vivavoce <no-reply@mail.example>")
    office = await Office.open()
    text, message, _ = await office.invited()
    assert (message["From"], message["Reply-To"]) == (
        "Vivavoce <no-reply@mail.example>",
        office.actor.email,
    )
    assert f"it reaches {office.actor.name} at" in text

    text, message, _ = await office.invited(by_product=True)
    assert message["Reply-To"] == "sam@example.com"
    assert "it reaches Sam Example at" in text

    await office.set(email_from_address="hiring@Mail.example", email_from_name="Example\tHiring")
    _, message, _ = await office.invited()
    assert (message["From"], message["Reply-To"]) == (
        "Example Hiring <hiring@mail.example>",
        office.actor.email,
    )
    await office.set(email_from_address="hiring@elsewhere.example.com")
    text, message, _ = await office.invited()
    assert (message["From"], message["Reply-To"]) == (
        "Example Hiring <no-reply@mail.example>",
        "hiring@elsewhere.example.com",
    )
    assert "it reaches us at" in text


@on_sqlite
async def test_the_default_recruiter_stands_for_a_requisition_without_one(database: str) -> None:
    office = await Office.open(recruiter=False)
    await office.set(default_recruiter_number=await office.recruiter("Kim Example"))
    text, message, _ = await office.invited(by_product=True)
    assert "it reaches Kim Example at" in text
    assert message["Reply-To"] == "kim@example.com"
