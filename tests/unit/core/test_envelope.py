"""Envelope encryption: readable under any key that is still known, for its own purpose alone."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import envelope
from app.core.secrets import SealError
from app.settings import SettingsError, get_settings

OLD = f"2024:{base64.b64encode(b'o' * 32).decode()}"
NEW = f"2025:{base64.b64encode(b'n' * 32).decode()}"


@pytest.fixture
def keys(monkeypatch):
    def use(*pairs: str, secret: str = "a secret for these tests, and long enough") -> None:
        monkeypatch.setenv("VIVAVOCE_CREDENTIAL_KEYS", ", ".join(pairs))
        monkeypatch.setenv("VIVAVOCE_SECRET_KEY", secret)
        get_settings.cache_clear()

    yield use
    monkeypatch.undo()
    get_settings.cache_clear()


@given(secret=st.text(max_size=200), purpose=st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=50)
def test_every_text_comes_back_and_never_shows(secret, purpose):
    secret = secret.encode("utf-8", "ignore").decode()
    sealed = envelope.seal(secret, purpose=purpose)
    assert envelope.unseal(sealed, purpose=purpose) == secret
    again = envelope.seal(secret, purpose=purpose)
    assert {sealed.sealed, sealed.wrapped_key}.isdisjoint({again.sealed, again.wrapped_key})
    assert len(secret) < 8 or secret not in repr(sealed)


def test_what_is_sealed_for_one_cannot_be_opened_for_another():
    sealed = envelope.seal("secret", purpose="one")
    with pytest.raises(SealError):
        envelope.unseal(sealed, purpose="another")


@pytest.mark.parametrize("part", ["sealed", "wrapped_key", "key_id"])
def test_nothing_can_be_changed_unnoticed(part):
    sealed = envelope.seal("secret", purpose="one")
    value = getattr(sealed, part)
    middle = len(value) // 2
    other = "A" if value[middle] != "A" else "B"
    changed = value[:middle] + other + value[middle + 1 :]
    for wrong in (changed, value[:5], "not base64!", ""):
        with pytest.raises(SealError):
            envelope.unseal(dataclasses.replace(sealed, **{part: wrong}), purpose="one")


def test_the_newest_key_wraps_and_older_ones_still_open(keys):
    keys()
    first = envelope.seal("secret", purpose="one")
    keys(OLD)
    second = envelope.seal("secret", purpose="one")
    keys(NEW, OLD)
    third = envelope.seal("secret", purpose="one")
    assert [first.key_id, second.key_id, third.key_id] == [envelope.DERIVED, "2024", "2025"]
    for sealed in (first, second, third):
        moved = envelope.rewrap(sealed, purpose="one")
        assert (moved.key_id, moved.sealed) == ("2025", sealed.sealed)
        assert envelope.unseal(sealed, purpose="one") == "secret"
        keys(NEW, secret="quite another secret key of forty letters")
        assert envelope.unseal(moved, purpose="one") == "secret"
        keys(NEW, OLD)
    keys(NEW)
    with pytest.raises(SealError):
        envelope.unseal(second, purpose="one")


@pytest.mark.parametrize(
    "wrong",
    ["2024", "2024:", "2024:c2hvcnQ=", f"{OLD},{OLD}", OLD.replace("2024", "derived"), f"a b{OLD}"],
)
def test_keys_that_cannot_be_used_are_refused_in_words(keys, wrong):
    keys(wrong)
    with pytest.raises(SettingsError, match="VIVAVOCE_CREDENTIAL_KEYS") as refused:
        envelope.check_keys()
    assert "c2hvcnQ" not in str(refused.value)
