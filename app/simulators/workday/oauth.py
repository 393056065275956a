"""Where tokens are asked for."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Form, Header
from fastapi.responses import JSONResponse, Response

from app.simulators.workday.tenant import TenantDep  # noqa: TC001 - FastAPI reads it

router = APIRouter(prefix="/ccx/oauth2")


@router.post("/{name}/token")
async def token(
    name: str,
    tenant: TenantDep,
    *,
    grant_type: Annotated[str, Form()] = "",
    refresh_token: Annotated[str, Form()] = "",
    client_id: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """New tokens for a refresh token; the client is named in the body or by Basic."""
    tenant.calls["token"] += 1
    wrong = await tenant.faults.strike("token")
    if wrong is not None:
        return wrong
    if name != tenant.name:
        return JSONResponse({"error": "invalid_request"}, 404)
    client = _basic(authorization) or (client_id, client_secret)
    if not tenant.tokens.is_client(*client):
        return JSONResponse({"error": "invalid_client"}, 401)
    if grant_type != "refresh_token":
        return JSONResponse({"error": "unsupported_grant_type"}, 400)
    given = tenant.tokens.refresh(refresh_token)
    if given is None:
        return JSONResponse({"error": "invalid_grant"}, 400)
    return JSONResponse(given)


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)
