"""/sign-in: a plain form that posts to the server, which sets the session cookie."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, post_form, text_input
from components.display import notice, panel
from state.sign_in import SignInState

ROUTE = "/sign-in"
TITLE = "Sign in"
ON_LOAD = [SignInState.load]
S: Any = SignInState


def page() -> rx.Component:
    """The sign-in page."""
    return rx.el.main(
        rx.el.div(
            rx.el.div("Vivavoce", class_name="brand", style={"padding-left": 0}),
            panel(
                post_form(
                    rx.el.h1("Sign in"),
                    rx.cond(
                        S.message,
                        notice(S.message, tone="warn", role="alert"),
                    ),
                    rx.el.input(type="hidden", name="next", value=S.target),
                    rx.el.div(
                        field(
                            "E-mail",
                            text_input(
                                id="email",
                                name="email",
                                type="email",
                                required=True,
                                auto_complete="username",
                                auto_focus=True,
                                on_change=S.look.debounce(250),
                            ),
                            html_for="email",
                        ),
                        _offer(),
                    ),
                    field(
                        "Password",
                        text_input(
                            id="password",
                            name="password",
                            type="password",
                            required=True,
                            auto_complete="current-password",
                        ),
                        html_for="password",
                    ),
                    button("Sign in", type="submit", kind="primary large wide"),
                    action="/auth/sign-in",
                    class_name="stack",
                )
            ),
            class_name="stack",
        ),
        class_name="alone",
    )


def _offer() -> rx.Component:
    """The organisation's single sign-on, said as soon as an address of its domain is typed."""
    return rx.el.div(
        rx.cond(
            S.offer_url,
            rx.el.a(
                "Continue with ",
                S.offer_name,
                href=S.offer_url,
                reload_document=True,
                class_name="btn large wide",
            ),
        ),
        role="status",
        class_name="offer",
    )
