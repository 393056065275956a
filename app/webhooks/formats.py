"""Our own signed envelope, and the format of every kind of endpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.core import clock
from app.core.secrets import unseal
from app.webhooks import signing
from app.webhooks.calls import Call, Format, status_failure
from app.webhooks.models import EndpointFormat
from app.webhooks.partner_formats import Ashby, Greenhouse

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.outbound import Answer
    from app.webhooks.models import WebhookEndpoint, WebhookEvent


class Vivavoce:
    """The contract's envelope, with `sequence` besides, by which a receiver can sort."""

    def call(self, event: WebhookEvent, endpoint: WebhookEndpoint, at: datetime) -> Call:
        """A POST of the envelope, signed."""
        body = envelope(event)
        old = endpoint.old_secret_sealed
        is_old_valid = old and endpoint.old_secret_until and endpoint.old_secret_until > clock.now()
        signed = signing.headers(
            event.id,
            body,
            at,
            secret=unseal(endpoint.secret_sealed),
            old_secret=unseal(old) if old and is_old_valid else None,
        )
        return Call(
            method="POST",
            url=endpoint.url,
            headers={
                "Content-Type": "application/json",
                "User-Agent": "Vivavoce-Webhooks/1",
                **signed,
            },
            body=body,
        )

    def failure(self, answer: Answer) -> str | None:
        """Whatever is not 2xx."""
        return status_failure(answer)


def envelope(event: WebhookEvent) -> bytes:
    """The body: the same bytes at every attempt and every replay, whichever database keeps it."""
    content = {
        "id": str(event.id),
        "type": event.type.value,
        "timestamp": event.created_at.isoformat().replace("+00:00", "Z"),
        "org_id": str(event.organization_id),
        "sequence": event.sequence,
        # PostgreSQL orders the members of what it keeps in its own way.
        "data": json.loads(json.dumps(event.data, sort_keys=True)),
    }
    return json.dumps(content, separators=(",", ":")).encode("ascii")


FORMATS: dict[EndpointFormat, Format] = {
    EndpointFormat.VIVAVOCE: Vivavoce(),
    EndpointFormat.GREENHOUSE: Greenhouse(),
    EndpointFormat.ASHBY: Ashby(),
}
