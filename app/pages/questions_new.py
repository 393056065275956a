"""/questions/new: an empty form, for the concept that the address may name."""

from __future__ import annotations

from app.pages import questions_item

ROUTE = "/questions/new"
TITLE = "New question"
ON_LOAD = questions_item.ON_LOAD
page = questions_item.page
