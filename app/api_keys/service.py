"""Issuing, listing and revoking API keys, and telling whose a presented one is."""

from __future__ import annotations

import hmac
import secrets
import string
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.api_keys import repository
from app.api_keys.models import ApiKey
from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import new_id, parse_id
from app.core.secrets import token_hash
from app.core.text import clean_line
from app.identity.permissions import Actor, Permission, Scope

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

PREFIX = "hia_"
MOST_KEYS = 100
"""An organisation may have so many keys that are not revoked."""

_PURPOSE = "api-key"
_ALPHABET = string.digits + string.ascii_letters
_RANDOM, _CHECKSUM = 40, 6
_LENGTH = len(PREFIX) + _RANDOM + _CHECKSUM
_LONGEST = 256
_HINT = 4
# Written down so often at most: that a key is used is of interest to the minute.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key. `plain` is shown once and known to nobody afterwards."""

    id: UUID
    plain: str


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as its organisation sees it. `hint` is how it ends."""

    id: UUID
    name: str
    hint: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


async def issue(
    session: AsyncSession,
    actor: Actor,
    *,
    name: object,
    scopes: object,
    expires_at: object = None,
) -> IssuedKey:
    """A new key with those scopes. Raises InvalidInputError naming the field, ConflictError."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    title = clean_line(name, field="name", name="Name", longest=80)
    chosen = _check_scopes(scopes)
    expiry = _check_expiry(expires_at)
    if await repository.count_live(session, actor.organization_id) >= MOST_KEYS:
        raise ConflictError(f"There are {MOST_KEYS} keys already: revoke one first.")
    plain = _new_key()
    key = ApiKey(
        id=new_id(),
        organization_id=actor.organization_id,
        name=title,
        key_hash=token_hash(plain, purpose=_PURPOSE),
        hint=plain[-_HINT:],
        scopes=[scope.value for scope in chosen],
        created_by=actor.user_id,
        expires_at=expiry,
    )
    session.add(key)
    await session.flush()
    _record(session, actor, key, "api_key.issued", scopes=key.scopes)
    return IssuedKey(key.id, plain)


async def revoke(session: AsyncSession, actor: Actor, key_id: object) -> None:
    """End a key at once; a second time changes nothing. Raises NotFoundError."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    wanted = parse_id(key_id)
    key = wanted and await repository.of(session, actor.organization_id, wanted)
    if not key:
        raise NotFoundError("There is no such API key.")
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        _record(session, actor, key, "api_key.revoked")


async def listing(session: AsyncSession, actor: Actor) -> list[KeyView]:
    """The organisation's keys: those that work first, the newest of each kind first."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    now = clock.now()
    views = [_view(key) for key in await repository.all_of(session, actor.organization_id)]
    return sorted(views, key=lambda view: (not view.is_live(now), -view.created_at.timestamp()))


async def authenticate(session: AsyncSession, presented: str | None) -> Actor | None:
    """Who presents that key, or None where it opens nothing.

    Whatever is presented is hashed and looked up once, so that the time taken tells nothing of
    what was wrong with it.
    """
    plain = (presented or "")[:_LONGEST]
    row = await repository.by_hash(session, token_hash(plain, purpose=_PURPOSE))
    is_well_formed = _is_well_formed(plain)
    if row is None or not is_well_formed:
        return None
    key, organization = row
    if not _view(key).is_live(clock.now()):
        return None
    known = {scope.value: scope for scope in Scope}
    return Actor(
        user_id=None,
        organization_id=organization.id,
        role=None,
        name=key.name,
        email="",
        organization_name=organization.name,
        api_key_id=key.id,
        scopes=frozenset(known[scope] for scope in key.scopes if scope in known),
    )


async def is_use_unrecorded(session: AsyncSession, key_id: UUID) -> bool:
    """Whether a use of the key now is worth writing down."""
    last = await repository.last_used(session, key_id)
    return last is None or clock.now() - last >= USED_EVERY


async def record_use(session: AsyncSession, key_id: UUID) -> None:
    """Note that the key was used now."""
    await repository.set_last_used(session, key_id, clock.now())


def _new_key() -> str:
    random = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return PREFIX + random + _checksum(PREFIX + random)


def _checksum(text: str) -> str:
    """Six characters by which scanners tell a key from chance, and a mistyped one is seen."""
    number = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    digits = ""
    for _ in range(_CHECKSUM):
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return digits


def _is_well_formed(plain: str) -> bool:
    body, sum_ = plain[:-_CHECKSUM], plain[-_CHECKSUM:]
    expected = _checksum(body).encode()
    return (
        hmac.compare_digest(sum_.encode("utf-8", "surrogatepass"), expected)
        and len(plain) == _LENGTH
        and plain.startswith(PREFIX)
    )


def _check_scopes(scopes: object) -> list[Scope]:
    known = {scope.value: scope for scope in Scope}
    given: Collection[object] = scopes if isinstance(scopes, list | tuple | set | frozenset) else ()
    if not given or not all(isinstance(one, str) and one in known for one in given):
        raise InvalidInputError("Choose at least one scope.", field="scopes")
    return [scope for scope in Scope if scope.value in given]


def _check_expiry(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None or value <= clock.now():
        raise InvalidInputError("The expiry must be in the future.", field="expires_at")
    return value


def _view(key: ApiKey) -> KeyView:
    return KeyView(
        id=key.id,
        name=key.name,
        hint=key.hint,
        scopes=tuple(key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )


def _record(
    session: AsyncSession, actor: Actor, key: ApiKey, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="api_key",
        subject_id=key.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
