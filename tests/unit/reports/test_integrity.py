"""How closely to look at what the room recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.ids import new_id
from app.interviews.models import IntegritySignal, SignalKind
from app.reports.integrity import Level, level


def signal(kind: str, *, dismissed: bool = False, **details: object) -> IntegritySignal:
    return IntegritySignal(
        organization_id=new_id(),
        interview_id=new_id(),
        kind=SignalKind(kind),
        details=details,
        dismissed_at=clock.now() if dismissed else None,
    )


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ([], Level.NONE),
        ([signal("window_blur", seconds=4)], Level.LOW),
        ([signal("paste", characters=12)], Level.LOW),
        ([signal("disconnected", seconds=3_000)] * 20, Level.LOW),
        ([signal("paste", characters=400), signal("tab_hidden", seconds=20)], Level.MEDIUM),
        ([signal("second_tab")] * 2, Level.MEDIUM),
        ([signal("paste", characters=900)] * 4, Level.HIGH),
        ([signal("tab_hidden", seconds=600)] * 3, Level.HIGH),
        ([signal("paste", characters=900, dismissed=True)] * 4, Level.NONE),
    ],
)
def test_the_level_says_how_much_there_is_to_look_at(signals, expected: Level) -> None:
    assert level(signals) is expected


def test_a_signal_with_odd_details_is_counted_all_the_same() -> None:
    assert level([signal("paste", characters="many"), signal("copy")]) is Level.LOW


def test_no_level_speaks_of_guilt() -> None:
    for one in Level:
        assert not {"cheat", "fraud", "guilt", "suspicious"} & set(one.words.lower().split())


signals = st.builds(signal, st.sampled_from(list(SignalKind)), seconds=st.integers(0, 999))


@given(st.lists(signals, max_size=12), signals)
def test_another_signal_never_lowers_the_level(before, one) -> None:
    order = list(Level)
    assert order.index(level([*before, one])) >= order.index(level(before))
