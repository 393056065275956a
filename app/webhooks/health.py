"""When an endpoint has failed for so long that it is switched off, and who learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import audit, clock
from app.identity import repository as people
from app.identity.permissions import ROLE_PERMISSIONS, Permission
from app.mail import service as mail
from app.mail.models import MailKind
from app.settings import get_settings
from app.webhooks.models import EndpointStatus

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.webhooks.models import WebhookEndpoint

# Both must be so. A busy endpoint fails so often within a minute of being restarted; a quiet one
# may fail over days without anybody having had reason to look. Twelve hours outlast a night.
MOST_FAILURES = 20
FAILING_FOR = timedelta(hours=12)


def note_success(endpoint: WebhookEndpoint) -> None:
    """Forget earlier failures."""
    if endpoint.failures_in_a_row:
        endpoint.failures_in_a_row = 0
        endpoint.failing_since = None


async def note_failure(
    session: AsyncSession, endpoint: WebhookEndpoint, *, is_gone: bool = False
) -> None:
    """Count a delivery that failed, and switch the endpoint off if that was one too many.

    The caller holds the endpoint's lock. One that `is_gone`, having answered 410, is switched off
    at once.
    """
    now = clock.now()
    endpoint.failures_in_a_row += 1
    endpoint.failing_since = endpoint.failing_since or now
    if endpoint.status is not EndpointStatus.ENABLED:
        return
    if is_gone:
        await _switch_off(session, endpoint, "It answered 410: it is gone.")
    elif (
        endpoint.failures_in_a_row >= MOST_FAILURES and now - endpoint.failing_since >= FAILING_FOR
    ):
        await _switch_off(
            session,
            endpoint,
            f"The last {endpoint.failures_in_a_row} deliveries failed, over "
            f"{FAILING_FOR // timedelta(hours=1)} hours and more.",
        )


async def _switch_off(session: AsyncSession, endpoint: WebhookEndpoint, reason: str) -> None:
    endpoint.status = EndpointStatus.DISABLED
    endpoint.disabled_at = clock.now()
    endpoint.disabled_reason = reason
    audit.record(
        session,
        "webhook_endpoint.switched_off",
        subject_type="webhook_endpoint",
        subject_id=endpoint.id,
        organization_id=endpoint.organization_id,
        reason=reason,
    )
    # What calls a partner back is managed by the product, so there is nothing to do for anybody.
    if endpoint.interview_id is None:
        await _tell_owners(session, endpoint, reason)


async def _tell_owners(session: AsyncSession, endpoint: WebhookEndpoint, reason: str) -> None:
    for user, membership in await people.members(session, endpoint.organization_id):
        if Permission.MANAGE_DEVELOPERS in ROLE_PERMISSIONS[membership.role] and user.is_active:
            await mail.send(
                session,
                MailKind.ENDPOINT_DISABLED,
                organization_id=endpoint.organization_id,
                recipient=user.email,
                subject="A webhook endpoint was switched off",
                text=(
                    f"Vivavoce no longer sends events to\n{endpoint.url}\n\n{reason}\n\n"
                    "When it works again, switch it on here. What it has missed can be sent "
                    "again from the list of deliveries:\n"
                    f"{get_settings().base_url.rstrip('/')}/settings/developers\n"
                ),
            )
