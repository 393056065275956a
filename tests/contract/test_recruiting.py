"""The Recruiting contract as its document shows it, taken from the document itself.

Hiring is brought about through the product: a requisition and applications come from a simulated
Workday tenant, are analysed, and one candidate is interviewed. Then each documented operation is
called with the document's own example and answers as the document says.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from app.core.database import reading, unit_of_work
from app.pipeline.working import work_on
from app.queue.models import QueueItem, QueueStatus
from app.workday.sync import sync_all
from tests.support import contracts
from tests.support.interviews import engine
from tests.support.recruiting import client_of, client_with, data_of
from tests.support.workday import entered, office

if TYPE_CHECKING:
    import httpx

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# What the document says of each operation's answer where it gives no example.
CREATED = {"Create Recruiter", "Create Prompt", "Create Persona", "Create Interview (Manual)"}
CREATED |= {"Add to Queue (Manual)"}
# What is neither the world's interview, which is over, nor its recruiter, who has a requisition.
OTHERS = {"Send Interview Invite": "invited", "Delete Recruiter": "spare"}
# Null in the document's example, or where there is nothing to say.
MAY_BE_NULL = {"workdayStatus", "riskScore", "startedAt", "completedAt", "requisitionName"}
MAY_BE_NULL |= {f"{one}Score" for one in ("reliability", "accountability", "professionalism")}
MAY_BE_NULL |= {f"{one}Score" for one in ("growthPotential", "communication", "technical")}
MAY_BE_NULL |= {"requisitionId", "applicationId", "expiresAt"}

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@dataclass(frozen=True)
class Operation:
    """An operation as the document writes it down."""

    title: str
    method: str
    path: str
    body: Any
    answer: Any


def operations() -> list[Operation]:
    """Every operation with an address of its own, in the document's order."""
    found = []
    for section in re.split(r"^#{3,4} ", contracts.recruiting(), flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        call = re.search(r"```\n(GET|POST|PATCH|DELETE) /api/v1(/\S*)\n```", text)
        if call is None:
            continue
        found.append(
            Operation(
                title=title.strip(),
                method=call[1],
                path=call[2],
                body=example(text, "Body"),
                answer=example(text, "Response"),
            )
        )
    return found


def example(text: str, label: str) -> Any:
    """The JSON under a label, its ellipses read as nothing more; None where there is none."""
    found = re.search(rf"^{label}[^\n]*:\n```json\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    return json.loads(re.sub(r"\{ \.\.\. \}", "{}", found[1])) if found else None


def lacks(documented: Any, answered: Any, where: str = "") -> list[str]:
    """What of the document is not in an answer, or of another type there."""
    if where.endswith(".extra"):
        return [] if isinstance(answered, dict) else [f"{where} is no object"]
    if isinstance(documented, dict):
        return of_object(documented, answered, where)
    if isinstance(documented, list):
        return of_list(documented, answered, where)
    if documented is None or is_alike(documented, answered):
        return []
    return [f"{where} is {answered!r} and not like {documented!r}"]


def of_object(documented: dict[str, Any], answered: Any, where: str) -> list[str]:
    if not isinstance(answered, dict):
        return [f"{where} is no object but {answered!r}"]
    faults = [f"{where}.{key} is missing" for key in documented if key not in answered]
    for key, value in documented.items():
        if key in answered and not (answered[key] is None and key in MAY_BE_NULL):
            faults += lacks(value, answered[key], f"{where}.{key}")
    return faults


def of_list(documented: list[Any], answered: Any, where: str) -> list[str]:
    if not isinstance(answered, list):
        return [f"{where} is no list but {answered!r}"]
    if not documented or isinstance(documented[0], str):
        return [f"{where} has {one!r}" for one in answered if not isinstance(one, str)]
    return lacks(documented[0], answered[0], f"{where}[0]") if answered else [f"{where} is empty"]


def is_alike(documented: Any, answered: Any) -> bool:
    """Whether two plain values are of one type; moments are written as in the document."""
    if isinstance(documented, float):
        return isinstance(answered, int | float)
    if isinstance(documented, str) and MOMENT.fullmatch(documented):
        return isinstance(answered, str) and MOMENT.fullmatch(answered) is not None
    return type(documented) is type(answered)


async def work_off_the_queue() -> None:
    """Do what is ordered, and what follows from it, until nothing is left."""
    while True:
        async with reading() as session:
            query = (
                select(QueueItem)
                .where(col(QueueItem.status) == QueueStatus.PENDING)
                .order_by(col(QueueItem.id))
            )
            items = list((await session.execute(query)).scalars())
        if not items:
            return
        for item in items:
            await work_on(item.id, item.run)


async def interviewed(client: httpx.AsyncClient, token: str) -> None:
    """Hold an interview over the public API, from its start to its end."""
    data_of(await client.post(f"/public/interviews/{token}/start"))
    for _ in range(60):
        answer = await client.post(
            f"/public/interviews/{token}/messages", json={"content": "full marks"}
        )
        if data_of(answer)["isComplete"]:
            return
    raise AssertionError("the interview did not end")


class World:
    """An organisation whose hiring is under way, and the numbers of what it has."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.ids: dict[str, Any] = {}

    async def first(self, path: str, **query: Any) -> dict[str, Any]:
        return data_of(await self.client.get(path, params=query))[0]

    async def come_about(self, guest: httpx.AsyncClient) -> None:
        """From applications that were taken over to an evaluated interview."""
        requisition = await self.first("/requisitions")
        recruiter = data_of(
            await self.client.post(
                "/recruiters", json={"name": "Rae Example", "email": "rae@example.com"}
            ),
            201,
        )
        data_of(
            await self.client.patch(
                f"/requisitions/{requisition['id']}",
                json={"recruiterId": recruiter["id"], "interviewInstructions": "Ask how."},
            )
        )
        data_of(await self.client.post(f"/requisitions/{requisition['id']}/sync"))
        await work_off_the_queue()
        application = await self.first("/applications", status="analyzed")
        made = data_of(
            await self.client.post("/interviews", json={"applicationId": application["id"]}), 201
        )
        await interviewed(guest, made["token"])
        await work_off_the_queue()
        settled = {
            "emailFromAddress": "jobs@example.com",
            "emailFromName": "Example Works",
            "defaultRecruiterId": recruiter["id"],
        }
        data_of(await self.client.patch("/settings", json=settled))
        waiting = await self.first("/applications", status="analyzed")
        persona = data_of(
            await self.client.post(
                "/personas", json={"name": "Kind", "systemPromptTemplate": "Be kind."}
            ),
            201,
        )
        self.ids = {
            "requisition": requisition["id"],
            "recruiter": recruiter["id"],
            "application": application["id"],
            "waiting": waiting["id"],
            "interview": made["id"],
            "persona": persona["id"],
        }


def address(operation: Operation, ids: dict[str, Any]) -> str:
    """The operation's address with numbers that there are."""
    thing = operation.path.split("/")[1].removesuffix("s")
    thing = OTHERS.get(operation.title, thing)
    path = operation.path.replace("{token}", str(ids.get("token", "")))
    return path.replace("{id}", str(ids.get(thing, 0)))


def body_for(operation: Operation, ids: dict[str, Any], url: str) -> Any:
    """The document's example body, its numbers replaced by such as there are."""
    body = operation.body if operation.method != "PATCH" else operation.body or {"name": "Another"}
    if body is None:
        return None
    replaced = {
        "recruiterId": ids["recruiter"],
        "defaultRecruiterId": ids["recruiter"],
        "requisitionId": ids["requisition"] if "jobType" in body else None,
        "applicationId": ids["waiting"],
        "personaId": ids["persona"],
    }
    body = {key: replaced.get(key, value) for key, value in body.items()}
    if "schemaContent" in body:
        body["schemaContent"] = '{ "type": "object" }'
    if "tenantUrl" in body:
        known = entered(url)
        body = {key: known[re.sub("([A-Z])", r"_\1", key).lower()] for key in body}
    return body


@on_sqlite
async def test_every_operation_answers_its_own_example_as_the_document_says(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documented = operations()
    assert len(documented) == 45, [one.title for one in documented]
    monkeypatch.setenv("VIVAVOCE_PUBLIC_REQUESTS_PER_MINUTE", "1000")
    monkeypatch.setenv("VIVAVOCE_CREDENTIALS_REQUESTS_PER_MINUTE", "1000")
    faults: list[str] = []
    async with office(monkeypatch, requisitions=1, applications=4) as tenant:
        actor = await tenant.connected()
        client, guest = await client_of(actor), client_with()
        async with client, guest:
            with engine():
                world = World(client)
                data_of(await client.post("/credentials/test"))
                await sync_all(actor.organization_id)
                await work_off_the_queue()
                await world.come_about(guest)
                for operation in in_a_living_order(documented):
                    faults += await faults_of(operation, world, guest, tenant.url)
    assert not faults, "\n".join(faults)


def in_a_living_order(documented: list[Operation]) -> list[Operation]:
    """What makes things first, and what takes them away last."""

    def turn(operation: Operation) -> int:
        if operation.method == "DELETE":
            return 2
        return 0 if operation.title in CREATED else 1

    return sorted(documented, key=turn)


async def faults_of(
    operation: Operation, world: World, guest: httpx.AsyncClient, url: str
) -> list[str]:
    """How the answer to the document's example differs from the document."""
    if operation.title == "Retry Failed Item":
        await let_fail(world.ids["queue"])
    caller = guest if operation.path.startswith("/public") else world.client
    answer = await caller.request(
        operation.method,
        address(operation, world.ids),
        json=body_for(operation, world.ids, url),
    )
    wanted = 204 if operation.method == "DELETE" else 201 if operation.title in CREATED else 200
    if operation.title == "Save Credentials":
        wanted = answer.status_code if answer.status_code in {200, 201} else 201
    if answer.status_code != wanted:
        return [f"{operation.title}: {answer.status_code} and not {wanted}: {answer.text[:300]}"]
    keep(operation, answer, world)
    if operation.answer is None:
        return []
    found = lacks(operation.answer, answer.json())
    meta = answer.json().get("meta")
    if meta is not None and set(meta) != {"page", "perPage", "total", "totalPages"}:
        found.append(f"meta is {meta}")
    return [f"{operation.title}: {one}" for one in found]


async def let_fail(number: int) -> None:
    """Have the attempt at a queue item failed."""
    async with unit_of_work() as session:
        query = select(QueueItem).where(col(QueueItem.number) == number)
        (await session.execute(query)).scalar_one().status = QueueStatus.FAILED


def keep(operation: Operation, answer: httpx.Response, world: World) -> None:
    """Remember what was made, for the operations on it."""
    if operation.method != "POST" or answer.status_code != 201:
        return
    data = answer.json()["data"]
    if operation.path == "/interviews":
        world.ids |= {"token": data["token"], "invited": data["id"]}
    elif operation.path == "/queue":
        world.ids["queue"] = data["id"]
    elif operation.path == "/prompts":
        world.ids["prompt"] = data["id"]
    elif operation.path == "/recruiters":
        world.ids["spare"] = data["id"]
