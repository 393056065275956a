"""Which hosts may be a tenant's: public ones, those the operator names, the demo's simulator."""

from __future__ import annotations

import pytest

from app.core.errors import InvalidInputError
from app.settings import get_settings
from app.workday import credentials
from tests.support.workday import entered


@pytest.mark.parametrize(
    ("environment", "hosts", "url", "is_taken"),
    [
        ("demo", "", "http://127.0.0.1:12113", True),
        ("demo", "", "http://127.0.0.1:12114", False),
        ("demo", "", "http://localhost:12113", False),
        ("demo", "127.0.0.1", "http://127.0.0.1:12114", True),
        ("production", "", "http://127.0.0.1:12113", False),
        ("production", "127.0.0.1", "http://127.0.0.1:12113", True),
        ("production", "", "https://[::1]", False),
        ("production", "", "https://2130706433", False),
    ],
)
async def test_a_tenant_is_where_it_may_be(monkeypatch, environment, hosts, url, is_taken):
    for name, value in {
        "ENVIRONMENT": environment,
        "WEBHOOK_PRIVATE_HOSTS": hosts,
        "SECRET_KEY": "a secret key for these tests, long enough",
        "BASE_URL": "https://vivavoce.example.com",
    }.items():
        monkeypatch.setenv(f"VIVAVOCE_{name}", value)
    get_settings.cache_clear()
    try:
        if is_taken:
            assert (await credentials.check(**entered(f"{url}/"))).tenant_url == url
        else:
            with pytest.raises(InvalidInputError) as refused:
                await credentials.check(**entered(url))
            assert refused.value.field == "tenant_url"
    finally:
        get_settings.cache_clear()
