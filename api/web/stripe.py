"""Where Stripe tells of payments, with no authority but its signature, which is checked first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.billing import intake
from app.core.errors import InvalidInputError

router = APIRouter(prefix="/webhooks", include_in_schema=False)
MAX_BODY = 512 * 1024


@router.post("/stripe")
async def stripe_event(request: Request) -> Response:
    """Take in an event: 200 whatever it says, 400 where Stripe did not sign it."""
    body = await _body(request)
    if body is None:
        return PlainTextResponse("This is more than any event of Stripe's.", status_code=413)
    try:
        event = intake.verified(body, request.headers.get("stripe-signature"))
    except InvalidInputError as error:
        return PlainTextResponse(error.message, status_code=400)
    outcome = await intake.take_in(event)
    return JSONResponse({"received": True, "outcome": outcome.value})


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too long."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
