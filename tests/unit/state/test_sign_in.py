"""The sign-in page."""

from __future__ import annotations

import pytest

from app.core.database import unit_of_work
from app.identity import connections
from app.identity.models import FirstSignIn
from app.identity.sso_people import Refusal
from state.sign_in import MESSAGES, SignInState
from tests.support.people import make_actor
from tests.support.screens import Screen


def test_every_refusal_of_a_single_sign_on_is_told_in_words() -> None:
    assert {f"sso-{reason.value}" for reason in Refusal} <= MESSAGES.keys()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_domains_single_sign_on_is_offered_whoever_has_the_address(database) -> None:
    admin = await make_actor()
    async with unit_of_work() as session:
        wanted = connections.Wanted(
            slug="example-works",
            name="Example ID",
            discovery_url="https://id.example.com",
            client_id="vivavoce",
            client_secret=None,
            email_domains=["example.com"],
            first_sign_in=FirstSignIn.RECRUITER,
        )
        await connections.save(session, admin, wanted)
    screen = Screen(SignInState, "/sign-in?next=/interviews?page=2&error=sso-waiting")
    await screen.load()
    assert screen.message == MESSAGES["sso-waiting"]
    for email in (admin.email, "nobody@example.com"):
        await screen.look(email)
        assert screen.offer_name == "Example ID"
        assert screen.offer_url == "/auth/sso/example-works?next=%2Finterviews%3Fpage%3D2"
        for other in ("", "ada@", "ada@example.org"):
            await screen.look(other)
            assert (screen.offer_name, screen.offer_url) == ("", "")
