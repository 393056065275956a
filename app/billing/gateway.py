"""Which payment provider this installation talks to: Stripe, or its local simulator in the demo."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from app.settings import Settings, get_settings

SIMULATOR_HOST, SIMULATOR_PORT = "127.0.0.1", 12_111
STRIPE_API = "https://api.stripe.com"
NOT_CONFIGURED = (
    "Payments are not set up: whoever runs this installation has to set VIVAVOCE_STRIPE_SECRET_KEY "
    "and VIVAVOCE_STRIPE_WEBHOOK_SECRET."
)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where payments are made, and the secrets shared with it."""

    api_base: str
    secret_key: str
    webhook_secret: str
    simulated: bool


def gateway() -> Gateway | None:
    """The provider to use; None where payments are not set up.

    Without a key the demo uses the simulator. Without a webhook secret nothing that was paid
    could ever be credited, so that a key alone does not do.
    """
    settings = get_settings()
    key = settings.stripe_secret_key.get_secret_value()
    if key:
        secret = settings.stripe_webhook_secret.get_secret_value()
        base = settings.stripe_api_base or STRIPE_API
        return Gateway(base, key, secret, simulated=False) if secret else None
    if not settings.is_demo:
        return None
    return Gateway(
        api_base=settings.stripe_api_base or f"http://{SIMULATOR_HOST}:{SIMULATOR_PORT}",
        secret_key=f"sk_test_{_derived(settings, 'stripe simulator key')}",
        webhook_secret=f"whsec_{_derived(settings, 'stripe simulator webhooks')}",
        simulated=True,
    )


def _derived(settings: Settings, purpose: str) -> str:
    key = settings.secret_key.get_secret_value().encode()
    digest = hmac.new(key, purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=").replace("-", "A").replace("_", "B")
