"""Which provider is used."""

from __future__ import annotations

import pytest

from app.billing.gateway import STRIPE_API, gateway
from app.settings import get_settings

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def configure(database: str, monkeypatch: pytest.MonkeyPatch):
    def configured(**variables: str):
        for name, value in variables.items():
            monkeypatch.setenv(f"VIVAVOCE_{name}", value)
        get_settings.cache_clear()
        return gateway()

    return configured


PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "a secret key of more than thirty-two characters",
    "BASE_URL": "https://vivavoce.example.com",
}


def test_the_demo_uses_the_simulator_on_loopback_with_secrets_of_its_own(configure) -> None:
    demo = configure()
    assert (demo.simulated, demo.api_base) == (True, "http://127.0.0.1:12111")
    assert demo.secret_key.startswith("sk_test_")
    assert demo.webhook_secret.startswith("whsec_")
    other = configure(SECRET_KEY="another")
    assert other.secret_key != demo.secret_key
    assert other.webhook_secret != demo.webhook_secret


def test_production_never_uses_the_simulator(configure) -> None:
    assert configure(**PRODUCTION) is None
    assert configure(STRIPE_API_BASE="http://127.0.0.1:12111") is None


def test_a_key_and_a_webhook_secret_make_stripe(configure) -> None:
    assert configure(**PRODUCTION, STRIPE_SECRET_KEY="sk_live_x") is None
    real = configure(STRIPE_WEBHOOK_SECRET="whsec_x")
    assert (real.simulated, real.api_base) == (False, STRIPE_API)
    assert (real.secret_key, real.webhook_secret) == ("sk_live_x", "whsec_x")
