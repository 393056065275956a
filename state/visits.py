"""Visits of a page, told apart from its being loaded again under one's hands.

A lost connection that is there again loads the page anew, while its form still holds what was
typed. A page that has been left and is visited again has another key in the browser's history.
"""

from __future__ import annotations

from state.invite import ZONE

_HERE = "location.pathname + location.search + (history.state?.key ?? '')"
_PARTS = 2

SAME_VISIT = f"window.vivavoceVisit = {_HERE}"
"""Has the address that the page has just given itself count as the same visit."""

VISIT = f"""(() => {{
  const here = {_HERE};
  const again = window.vivavoceVisit === here;
  {SAME_VISIT};
  return [{ZONE}, again];
}})()"""
"""Gives the time zone and whether the page is loaded again, for `visit_of`."""


def visit_of(told: object) -> tuple[object, bool]:
    """What VISIT gave: the time zone, unchecked, and whether the page was there already."""
    zone, again = told if isinstance(told, list) and len(told) == _PARTS else (told, False)
    return zone, again is True
