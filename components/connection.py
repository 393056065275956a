"""A quiet word when the connection is lost."""

from __future__ import annotations

import reflex as rx


class Connection(rx.Component):
    """Says that the connection is lost, while it is; `floating` above the page."""

    library = "$/public/connection.jsx"
    tag = "Connection"

    words: rx.Var[str]
    floating: rx.Var[bool]


def connection_lost() -> rx.Component:
    """What any page says. A page with words of its own hides this by its style."""
    # A fragment, because the page becomes a child of what wraps it.
    return rx.fragment(Connection.create(words="Connection lost. Reconnecting…", floating=True))
