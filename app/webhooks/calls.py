"""What a format does: an event becomes a request, and what came back success or failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.outbound import Answer
    from app.webhooks.models import WebhookEndpoint, WebhookEvent

HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is to be made. `secret_headers` names those that are credentials."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""
    secret_headers: frozenset[str] = frozenset()

    @property
    def shown_headers(self) -> dict[str, str]:
        """The headers as they are kept and shown."""
        return {
            name: HIDDEN if name in self.secret_headers else value
            for name, value in self.headers.items()
        }


class Format(Protocol):
    """How one kind of receiver is told. Pure: the rows given are all it knows."""

    def call(self, event: WebhookEvent, endpoint: WebhookEndpoint, at: datetime) -> Call:
        """The request that tells the endpoint. The body depends on the event alone, never on `at`.

        `at` is the moment of the attempt, for signatures.
        """
        ...

    def failure(self, answer: Answer) -> str | None:
        """Why the answer is no success, in words of at most 300 characters; None for success."""
        ...


def status_failure(answer: Answer) -> str | None:
    """The usual rule: 2xx is success and nothing else is, a redirect neither."""
    if 200 <= answer.status < 300:  # noqa: PLR2004 - what 2xx means
        return None
    if 300 <= answer.status < 400:  # noqa: PLR2004
        return f"Answered {answer.status}: redirects are not followed."
    return f"Answered {answer.status}."
