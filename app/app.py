"""The composition root: the only module that knows pages, contracts and jobs together."""

from __future__ import annotations

import reflex as rx

from api.web.application import create_application
from app.pages import PAGES

STYLES = (
    "fonts",
    "tokens",
    "base",
    "components",
    "builder",
    "room",
    "report",
    "lists",
)

app = rx.App(
    stylesheets=[f"/styles/{name}.css" for name in STYLES],
    reset_style=False,
    html_lang="en",
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    api_transformer=create_application(),
)
for screen in PAGES:
    app.add_page(
        screen.page,
        route=screen.ROUTE,
        title=f"{screen.TITLE} · Vivavoce",
        on_load=screen.ON_LOAD,
    )
app.add_page(
    rx.fragment, route="/", title="Vivavoce", on_load=rx.redirect("/dashboard", replace=True)
)
