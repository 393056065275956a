"""The keys that access tokens are signed with: made on first use, replaced by age.

A key signs for `settings.signing_key_days`. It verifies an hour longer, which no token outlives.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from joserfc.jwk import ECKey, KeySet

from app.core import clock
from app.core.ids import new_id
from app.core.secrets import SealError, seal, unseal
from app.identity import repository
from app.identity.models import SigningKey
from app.settings import get_settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

ALGORITHM = "ES256"
LONGEST_TOKEN = timedelta(hours=1)
"""What `settings.access_token_minutes` allows at most."""


async def signing(session: AsyncSession) -> ECKey:
    """The key that signs now; one is made where none is young enough."""
    key = await _young(session)
    if key is None:
        await repository.hold(session, "signing_key")
        key = await _young(session) or await _make(session)
    return key


async def verifying(session: AsyncSession) -> KeySet:
    """Every key under which a token may still be valid."""
    stored = await repository.signing_keys(session, clock.now())
    return KeySet([key for one in stored if (key := _opened(one.private_sealed))])


async def rotate(session: AsyncSession) -> None:
    """Make a new key where the newest has signed for long enough; forget those that are over."""
    await signing(session)
    await repository.purge_signing_keys(session, clock.now())


async def _young(session: AsyncSession) -> ECKey | None:
    """The newest key, unless it is too old to sign or was sealed under another secret key."""
    now = clock.now()
    newest = next(iter(await repository.signing_keys(session, now + LONGEST_TOKEN)), None)
    if newest is None or newest.created_at <= now - _lifetime():
        return None
    return _opened(newest.private_sealed)


async def _make(session: AsyncSession) -> ECKey:
    now, key_id = clock.now(), new_id()
    key = ECKey.generate_key("P-256", {"kid": str(key_id), "alg": ALGORITHM, "use": "sig"})
    session.add(
        SigningKey(
            id=key_id,
            private_sealed=seal(json.dumps(key.as_dict(private=True))),
            created_at=now,
            retires_at=now + _lifetime() + LONGEST_TOKEN,
        )
    )
    await session.flush()
    return key


def _lifetime() -> timedelta:
    return timedelta(days=get_settings().signing_key_days)


@lru_cache(maxsize=16)
def _opened(sealed: str) -> ECKey | None:
    """The key, or None where it was sealed under another secret key."""
    try:
        return ECKey.import_key(json.loads(unseal(sealed)))
    except SealError:
        return None
