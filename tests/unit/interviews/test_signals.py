"""Integrity signals in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interviews.models import SignalKind
from app.interviews.signals import DETAILS, check, words


@pytest.mark.parametrize(
    ("kind", "details", "said"),
    [
        ("tab_hidden", {"seconds": 75}, "switched to another tab for 1 min 15 s"),
        ("window_blur", {"seconds": 0}, "left the window for less than 1 s"),
        ("window_blur", {}, "left the window"),
        ("paste", {"characters": 1}, "pasted 1 character"),
        ("paste", {"characters": 1200}, "pasted 1,200 characters"),
        ("copy", {}, "copied text"),
        ("disconnected", {"seconds": 7384}, "was disconnected for 2 h 3 min"),
        ("second_tab", {}, "opened the interview in a second tab"),
    ],
)
def test_a_signal_is_said_plainly(kind: str, details: dict[str, int], said: str) -> None:
    assert words(SignalKind(kind), details) == said


@given(st.data(), st.sampled_from(SignalKind))
def test_what_is_allowed_passes_unchanged_and_can_be_said(
    data: st.DataObject, kind: SignalKind
) -> None:
    details = {key: data.draw(st.integers(0, most)) for key, most in DETAILS[kind].items()}
    assert check(kind.value, details) == (kind, details)
    assert words(kind, details)
