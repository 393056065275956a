"""Who may do what: every operation with every role, and with what another organisation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.recruiting.application import served_document
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.queue import service as queue
from app.queue.models import JobType
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    client_with,
    data_of,
    made_application,
    made_invitation,
    made_requisition,
)

if TYPE_CHECKING:
    import httpx

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ADMIN, RECRUITER, READONLY = Role.ADMIN, Role.RECRUITER, Role.READONLY
EVERYBODY = {"admin", "recruiter", "readonly", "nobody"}
TEAM, ALL, ADMINS = {"admin", "recruiter"}, {"admin", "recruiter", "readonly"}, {"admin"}
# The document's matrix by the first part of the address: who reads, and who does the rest.
MATRIX = {
    "requisitions": (ALL, TEAM),
    "applications": (ALL, TEAM),
    "interviews": (ALL, TEAM),
    "recruiters": (ALL, ADMINS),
    "prompts": (ALL, ADMINS),
    "prompt-variables": (ALL, ADMINS),
    "prompt-previews": (ALL, ALL),
    "personas": (ALL, ADMINS),
    "credentials": (ADMINS, ADMINS),
    "settings": (ALL, ADMINS),
    "queue": (ALL, ADMINS),
    "logs": (ALL, ADMINS),
    "metrics": (ALL, ADMINS),
    "health": (EVERYBODY, EVERYBODY),
    "public": (EVERYBODY, EVERYBODY),
}
# Whoever has a token may ask who they are; the rest is how one gets one.
OTHERS = {
    ("GET", "/auth/me"): ALL,
    ("POST", "/auth/login"): EVERYBODY,
    ("POST", "/auth/refresh"): EVERYBODY,
    ("POST", "/auth/logout"): EVERYBODY,
    ("POST", "/auth/sso/exchange"): EVERYBODY,
    ("POST", "/auth/sso/{slug}/start"): EVERYBODY,
}
NOWHERE = "2147483647"


def served() -> list[tuple[str, str]]:
    """Every operation: its method and address."""
    return [
        (method.upper(), path)
        for path, item in served_document()["paths"].items()
        for method in item
        if method != "parameters"
    ]


def allowed(method: str, path: str) -> set[str]:
    """Who may call the operation."""
    if (method, path) in OTHERS:
        return OTHERS[method, path]
    readers, doers = MATRIX[path.split("/")[1]]
    return readers if method == "GET" else doers


def filled(path: str, value: str = NOWHERE) -> str:
    """The address with something in place of its parameters."""
    return "/".join(value if part.startswith("{") else part for part in path.split("/"))


@on_sqlite
async def test_each_role_may_do_exactly_what_the_matrix_says(database, monkeypatch) -> None:
    for limit in ("PUBLIC", "CREDENTIALS", "RECRUITING"):
        monkeypatch.setenv(f"VIVAVOCE_{limit}_REQUESTS_PER_MINUTE", "10000")
    admin = await make_actor(ADMIN)
    actors = {role: await make_actor(role, admin.organization_id) for role in (RECRUITER, READONLY)}
    clients = {
        role.value: await client_of(actor) for role, actor in (actors | {ADMIN: admin}).items()
    }
    clients["nobody"] = client_with()
    wrong = []
    # Deleting everything comes last, and what is sent is no body of anything: whoever may call
    # an operation is told so, and whoever may not does not get that far.
    for method, path in sorted(served(), key=lambda one: one[0] == "DELETE"):
        for who, client in clients.items():
            answer = await client.request(method, filled(path))
            turned_away = answer.status_code if answer.status_code in {401, 403} else None
            wanted = None if who in allowed(method, path) else 401 if who == "nobody" else 403
            if turned_away != wanted:
                wrong.append(f"{method} {path} as {who}: {answer.status_code}, not {wanted}")
    for client in clients.values():
        await client.aclose()
    assert not wrong, "\n".join(wrong)


@on_sqlite
async def test_what_another_organisation_has_is_not_there(database) -> None:
    actor, stranger = await make_actor(), await make_actor()
    mine, wrong = await things_of(actor), []
    async with await client_of(stranger) as client, await client_of(actor) as owner:
        for method, path in served():
            thing = path.split("/")[1]
            if thing not in mine or "{" not in path:
                continue
            address = filled(path, mine[thing])
            body = BODIES.get((method, path), {} if method in {"POST", "PATCH"} else None)
            if (method, thing) == ("POST", "applications") and path.endswith("/resume"):
                answer = await client.post(address, files={"file": ("cv.txt", b"I write Lisp.")})
            else:
                answer = await client.request(method, address, json=body)
            if answer.status_code != 404:
                wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        for thing, number in mine.items():
            if thing != "queue":
                assert data_of(await owner.get(f"/{thing}/{number}"))["id"] == int(number)
            else:
                assert data_of(await owner.get("/queue"))["pending"] >= 1
    assert not wrong, "\n".join(wrong)


BODIES = {
    ("PATCH", "/applications/{application_id}"): {"status": "rejected", "reason": "No."},
    ("POST", "/applications/{application_id}/analysis/questions"): {"index": 0},
}


async def things_of(actor) -> dict[str, str]:
    """One of each thing that has a number of its own."""
    requisition = await made_requisition(actor)
    application = await made_application(actor, requisition)
    invitation = await made_invitation(actor, application)
    async with unit_of_work() as session:
        item = await queue.add(
            session,
            organization_id=actor.organization_id,
            job_type=JobType.ANALYSE,
            application_id=application.id,
        )
    async with await client_of(actor) as client:
        made = {
            "recruiters": {"name": "Rae Example", "email": "rae@example.com"},
            "personas": {"name": "Kind", "systemPromptTemplate": "Be kind."},
            "prompts": {
                "name": "Letter",
                "promptType": "interview_email",
                "templateContent": "Come: {{ interview_url }}",
            },
        }
        numbers = {
            thing: await number_of(client, f"/{thing}", body) for thing, body in made.items()
        }
        interviews = data_of(await client.get("/interviews"))
    assert invitation
    return numbers | {
        "requisitions": str(requisition.number),
        "applications": str(application.number),
        "interviews": str(interviews[0]["id"]),
        "queue": str(item.number),
    }


async def number_of(client: httpx.AsyncClient, path: str, body: dict) -> str:
    return str(data_of(await client.post(path, json=body), 201)["id"])
