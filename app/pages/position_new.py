"""/positions/new: the position builder on an empty draft, stored with the first save."""

from __future__ import annotations

from app.pages import position

ROUTE = "/positions/new"
TITLE = "New position"
ON_LOAD = position.ON_LOAD
page = position.page
