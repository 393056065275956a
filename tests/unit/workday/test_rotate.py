"""Moving sealed credentials to another key: all of them, however often it is stopped."""

from __future__ import annotations

import base64

import pytest
from sqlmodel import select

from app.core.database import reading
from app.settings import get_settings
from app.simulators.workday.tenant import CLIENT_SECRET
from app.workday import rotate, vault
from app.workday.models import WorkdayCredential
from tests.support.people import make_actor
from tests.support.workday import connect

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
URL = "https://services1.example.com"


async def test_all_come_under_the_newest_key(database, monkeypatch):
    def use(*names: str) -> None:
        pairs = [f"{name}:{base64.b64encode(name.encode() * 32).decode()}" for name in names]
        monkeypatch.setenv("VIVAVOCE_CREDENTIAL_KEYS", ",".join(pairs))
        get_settings.cache_clear()

    for names in ((), ("a",), ("b", "a")):
        use(*names)
        await connect(await make_actor(), URL)
    use("c", "b", "a")
    move, moved = rotate._move, []

    async def stopped(*args):
        if len(moved) == 1:
            raise KeyboardInterrupt
        moved.append(await move(*args))

    with monkeypatch.context() as patched:
        patched.setattr(rotate, "_move", stopped)
        with pytest.raises(KeyboardInterrupt):
            await rotate.rotate()
    assert await rotate.rotate() == rotate.Rotated(moved=2, unreadable=0)
    assert await rotate.rotate() == rotate.Rotated(moved=0, unreadable=0)
    use("c")
    async with reading() as session:
        rows = list((await session.execute(select(WorkdayCredential))).scalars())
    assert {row.key_id for row in rows} == {"c"}
    assert {vault.open_secrets(row).client_secret for row in rows} == {CLIENT_SECRET}
    use("d")
    assert await rotate.rotate() == rotate.Rotated(moved=0, unreadable=3)
