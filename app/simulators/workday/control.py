"""What no real tenant has: its troubles switched on, and things made to happen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, ConfigDict, Field

from app.core import clock
from app.simulators.workday.faults import Faults
from app.simulators.workday.tenant import TenantDep  # noqa: TC001 - FastAPI reads it

if TYPE_CHECKING:
    from app.simulators.workday.store import Application, Requisition

router = APIRouter(prefix="/_control")


class _Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Troubles(_Wanted):
    """The troubles to have from now on; what is left out is as it should be."""

    status: Literal[0, 401, 403, 404, 429, 500, 503] = 0
    count: int = Field(default=0, ge=0)
    only: str = ""
    retry_after: str | None = None
    truncated: int = Field(default=0, ge=0)
    slow_s: float = Field(default=0.0, ge=0, le=120)
    forbidden: set[str] = set()


class TokenChange(_Wanted):
    """What is to become of the tokens."""

    end: bool = False
    revoke: bool = False
    rotates: bool | None = None
    life_s: int | None = Field(default=None, ge=1, le=86_400)


class More(_Wanted):
    """Further applications for a requisition."""

    requisition: str
    count: int = Field(default=1, ge=1, le=1_000)


class ApplicationChange(_Wanted):
    """What is to become of an application."""

    stage: str | None = None
    new_resume: bool = False


class RequisitionChange(_Wanted):
    """What is to become of a requisition."""

    title: str | None = None
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    status: str | None = None


@router.get("")
async def state(tenant: TenantDep) -> dict[str, Any]:
    """How things stand: what there is, and what was asked for."""
    return {
        "requisitions": list(tenant.store.requisitions),
        "applications": {one.id: one.stage for one in tenant.store.applications.values()},
        "hidden": [one.id for one in tenant.store.applications.values() if one.has_hidden],
        "calls": dict(tenant.calls),
        "refreshes": tenant.tokens.refreshes,
        "reused": tenant.tokens.reused,
    }


@router.put("/troubles")
async def set_troubles(wanted: Troubles, tenant: TenantDep) -> Troubles:
    """Have these troubles, and no others."""
    tenant.faults = Faults(**wanted.model_dump())
    return wanted


@router.post("/tokens", status_code=204)
async def change_tokens(wanted: TokenChange, tenant: TenantDep) -> None:
    """Let tokens end, or be given out otherwise."""
    tokens = tenant.tokens
    if wanted.rotates is not None:
        tokens.rotates = wanted.rotates
    if wanted.life_s is not None:
        tokens.life_s = wanted.life_s
    if wanted.end or wanted.revoke:
        tokens.end_all()
    if wanted.revoke:
        tokens.revoke()


@router.post("/applications", status_code=201)
async def add_applications(wanted: More, tenant: TenantDep) -> list[str]:
    """Have more people apply; gives their applications' ids."""
    _require(wanted.requisition in tenant.store.requisitions)
    return [tenant.store.apply(wanted.requisition).id for _ in range(wanted.count)]


@router.patch("/applications/{key}", status_code=204)
async def change_application(
    key: Annotated[str, Path()], wanted: ApplicationChange, tenant: TenantDep
) -> None:
    """Move an application on, or have another résumé handed in."""
    one: Application | None = tenant.store.applications.get(key)
    one = _require(one)
    now = clock.now()
    if wanted.stage is not None:
        one.stage = wanted.stage
    if wanted.new_resume:
        one.resume += 1
        one.resume_at = now
    one.changed_at = now


@router.delete("/applications/{key}", status_code=204)
async def delete_application(key: str, tenant: TenantDep) -> None:
    """Have an application vanish."""
    _require(tenant.store.applications.pop(key, None))


@router.patch("/requisitions/{key}", status_code=204)
async def change_requisition(key: str, wanted: RequisitionChange, tenant: TenantDep) -> None:
    """Change what a requisition says."""
    one: Requisition | None = tenant.store.requisitions.get(key)
    one = _require(one)
    for name, value in wanted.model_dump(exclude_none=True).items():
        setattr(one, name, value)
    one.changed_at = clock.now()


@router.delete("/requisitions/{key}", status_code=204)
async def delete_requisition(key: str, tenant: TenantDep) -> None:
    """Have a requisition vanish, with its applications."""
    _require(tenant.store.requisitions.pop(key, None))
    for one in list(tenant.store.applications.values()):
        if one.requisition_id == key:
            del tenant.store.applications[one.id]


def _require(thing: Any) -> Any:  # noqa: ANN401 - whatever there has to be
    if not thing:
        raise HTTPException(404, {"error": "not found"})
    return thing
