"""Bodies are taken at their word or refused with the field named; nothing is ever a 500."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.common.bodies import MAX_BYTES, parse
from api.common.faults import InvalidRequestError
from api.common.formats import uuid_of
from app.core import clock
from app.core.ids import new_id
from tests.support.integrations import client_with, data_of, fields_of, issue_key, order
from tests.support.interviews import make_position
from tests.support.people import make_actor

LATER = "2026-12-24T09:30:00"


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.at(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


def candidate(**members):
    return {"candidate": members}


REFUSED = {
    "id that is a number": ({"position_id": 7}, "position_id"),
    "id that is null": ({"position_id": None}, "position_id"),
    "id without hyphens": ({"position_id": new_id().hex}, "position_id"),
    "id in braces": ({"position_id": f"{{{new_id()}}}"}, "position_id"),
    "id as a URN": ({"position_id": f"urn:uuid:{new_id()}"}, "position_id"),
    "id of nothing": ({"position_id": str(new_id())}, "position_id"),
    "round in words": ({"round_number": "1"}, "round_number"),
    "round that is true": ({"round_number": True}, "round_number"),
    "half a round": ({"round_number": 1.5}, "round_number"),
    "round that is null": ({"round_number": None}, "round_number"),
    "start that is null": ({"scheduled_at": None}, "scheduled_at"),
    "start as a number": ({"scheduled_at": 1_800_000_000}, "scheduled_at"),
    "start as a number in text": ({"scheduled_at": "1800000000"}, "scheduled_at"),
    "start without a time": ({"scheduled_at": "2026-12-24"}, "scheduled_at"),
    "start without a zone": ({"scheduled_at": LATER}, "scheduled_at"),
    "start with a space": ({"scheduled_at": "2026-12-24 09:30:00Z"}, "scheduled_at"),
    "start without seconds": ({"scheduled_at": "2026-12-24T09:30Z"}, "scheduled_at"),
    "start in basic form": ({"scheduled_at": "20261224T093000Z"}, "scheduled_at"),
    "start at 24:00": ({"scheduled_at": "2026-12-24T24:00:00Z"}, "scheduled_at"),
    "start on 31 November": ({"scheduled_at": "2026-11-31T09:30:00Z"}, "scheduled_at"),
    "start in other digits": ({"scheduled_at": "٢٠٢٦-12-24T09:30:00Z"}, "scheduled_at"),
    "start with an odd zone": ({"scheduled_at": LATER + "+99:00"}, "scheduled_at"),
    "start beyond all time": ({"scheduled_at": "9999-12-31T23:59:59-14:00"}, "scheduled_at"),
    "start before all time": ({"scheduled_at": "0001-01-01T00:00:00+14:00"}, "scheduled_at"),
    "start in the past": ({"scheduled_at": "2026-11-21T08:59:59Z"}, "scheduled_at"),
    "expiry in the past": ({"expires_at": "2026-11-21T08:59:59Z"}, "expires_at"),
    "expiry before the start": (
        {"scheduled_at": LATER + "Z", "expires_at": "2026-12-24T09:29:59Z"},
        "expires_at",
    ),
    "no candidate": ({"candidate": None}, "candidate"),
    "a list for a candidate": ({"candidate": []}, "candidate"),
    "no e-mail": ({"candidate": {"full_name": "Ada"}}, "candidate.email"),
    "e-mail that is null": (candidate(email=None, full_name="Ada"), "candidate.email"),
    "e-mail without an @": (candidate(email="ada", full_name="Ada"), "candidate.email"),
    "e-mail of 255 characters": (
        candidate(email=f"{'a' * 60}@{'.'.join(['b' * 47] * 4)}.com", full_name="Ada"),
        "candidate.email",
    ),
    "no name": (candidate(email="ada@example.com"), "candidate.full_name"),
    "an empty name": (candidate(email="a@example.com", full_name=""), "candidate.full_name"),
    "a name nobody sees": (
        candidate(email="a@example.com", full_name=" \u200b\x00"),
        "candidate.full_name",
    ),
    "a name of 201 characters": (
        candidate(email="a@example.com", full_name="a" * 201),
        "candidate.full_name",
    ),
    "a name that is a number": (
        candidate(email="a@example.com", full_name=1),
        "candidate.full_name",
    ),
    "a phone of 31 characters": (
        candidate(email="a@example.com", full_name="Ada", phone="1" * 31),
        "candidate.phone",
    ),
    "a phone that is a number": (
        candidate(email="a@example.com", full_name="Ada", phone=12345),
        "candidate.phone",
    ),
    "a phone that is null": (
        candidate(email="a@example.com", full_name="Ada", phone=None),
        "candidate.phone",
    ),
    "a résumé without a scheme": (
        candidate(email="a@example.com", full_name="Ada", resume_url="cv.pdf"),
        "candidate.resume_url",
    ),
    "a résumé with a space": (
        candidate(email="a@example.com", full_name="Ada", resume_url="https://a.b/c d"),
        "candidate.resume_url",
    ),
    "a résumé of 2,001 characters": (
        candidate(email="a@example.com", full_name="Ada", resume_url="https://a/" + "b" * 1991),
        "candidate.resume_url",
    ),
}
TAKEN = {
    "a whole number written as a fraction": {"round_number": 1.0},
    "a negative round": {"round_number": -3},
    "a round beyond 64 bits": {"round_number": 10**30},
    "small letters in a time": {"scheduled_at": "2026-12-24t09:30:00z"},
    "a time in another zone": {"scheduled_at": LATER + "+05:30"},
    "more digits than a microsecond has": {"scheduled_at": LATER + ".123456789Z"},
    "a leap second": {"scheduled_at": "2026-12-31T23:59:60Z"},
    "unknown members": {"note": None, "nested": {"a": [1.5, None]}},
    "a phone in words": candidate(phone="extension 7, ask for Ada"),
    "an empty phone": candidate(phone=""),
    "a résumé elsewhere": candidate(resume_url="ftp://files.example.com/cv"),
    "a résumé by another scheme": candidate(resume_url="urn:isbn:9780000000000"),
    "a name in another script": candidate(full_name="張三 Ώ 🙂"),
    "a name of one sign": candidate(full_name="!"),
    "a name with control characters": candidate(full_name="Ada\x00\x07 Example"),
    "a name written from right to left": candidate(full_name="\u202eadA\u202c"),
    "an address of a test domain": candidate(email="ada@example.test"),
    "an address of this machine": candidate(email="ada@localhost"),
    "a quoted address": candidate(email='"ada lovelace"@example.com'),
    "an address in a network": candidate(email="ada@[192.0.2.7]"),
    "an international address": candidate(email="ада@пример.example"),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("case", REFUSED)
async def test_refused_with_the_field_named(database, client, position, case) -> None:
    members, field = REFUSED[case]
    body = order(position.id)
    response = await client.post("/interviews", json=body | members)
    assert fields_of(response)[0] == field


@pytest.mark.parametrize("case", TAKEN)
async def test_taken_as_it_is(client, position, case) -> None:
    members = dict(TAKEN[case])
    body = order(position.id, candidate=members.pop("candidate", {})) | members
    made = data_of(await client.post("/interviews", json=body), 201)
    assert data_of(await client.get(f"/interviews/{made['id']}")) == made


async def test_every_field_at_fault_is_named(client) -> None:
    body = {"position_id": 1, "candidate": {"email": 2, "full_name": ""}, "round_number": "x"}
    assert sorted(fields_of(await client.post("/interviews", json=body))) == [
        "candidate.email",
        "candidate.full_name",
        "position_id",
        "round_number",
    ]


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"text"',
    "null": b"null",
    "a member twice": b'{"position_id": 1, "position_id": 2}',
    "NaN": b'{"round_number": NaN}',
    "infinity": b'{"round_number": -Infinity}',
    "a number too large": b'{"round_number": 1e999}',
    "a number too long": b'{"round_number": ' + b"1" * 5_000 + b"}",
    "nested deeply": b'{"a": ' * 100 + b"1" + b"}" * 100,
    "nested beyond the stack": b"[" * 200_000,
    "bytes that are no UTF-8": b'{"a": "\xff"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "too long": b'{"a": "' + b"x" * MAX_BYTES + b'"}',
    "half a surrogate in a name": b'{"candidate": {"full_name": "\\ud800"}}',
}


@pytest.mark.parametrize("case", BODIES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_body_that_cannot_be_read_is_refused(database, client, case) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post("/interviews", content=BODIES[case], headers=headers)
    assert fields_of(response)


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "", "nonsense"]
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_body_that_does_not_say_it_is_json_is_refused(
    database, client, position, kind
) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    content = json.dumps(order(position.id)).encode()
    response = await client.post("/interviews", content=content, headers=headers)
    assert fields_of(response) == ["body"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_charset_beside_the_content_type_does_no_harm(database, client, position) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    content = json.dumps(order(position.id)).encode()
    data_of(await client.post("/interviews", content=content, headers=headers), 201)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_they_are_read_or_refused(raw) -> None:
    try:
        value = parse(raw)
    except InvalidRequestError:
        return
    assert json.loads(raw) == value


@given(st.uuids(), st.sampled_from([str, str.upper, lambda one: one.hex, lambda one: f"{one} "]))
def test_a_uuid_has_its_hyphens_and_nothing_else(one, write) -> None:
    text = write(str(one)) if write in (str, str.upper) else write(one)
    assert uuid_of(text) == (one if len(text) == 36 else None)


async def test_any_name_and_phone_is_201_or_422(database) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    seen: set[int] = set()
    async with client_with(await issue_key(actor)) as client:
        for text in ODD:
            body = order(position.id, candidate={"full_name": text, "phone": text[:30]})
            seen.add((await client.post("/interviews", json=body)).status_code)
    assert seen == {201, 422}


ODD = [
    chr(point) + tail
    for point in (*range(0x20), 0x7F, 0x85, 0xA0, 0xAD, 0x958, 0x2028, 0xE000, 0xFFFE, 0x1F600)
    for tail in ("", "a")
] + ["\u0958" * 200, "\u200d" * 200, "' or 1=1 --", "<script>", "{{7*7}}", "%00", "\\u0000"]
