"""Single sign-on: the form, what has to be entered at the provider, and how trying it went."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button
from components.dialog import dialog, dialog_foot
from components.display import notice, panel, tag
from components.entries import choice_entry, copied_line, entry, long_entry, switch_entry


def sign_on_form(state: Any, *, title_id: str) -> rx.Component:
    """The connection. `state` is SignOnState."""

    def line(label: Any, name: str, value: Any, **props: Any) -> rx.Component:
        return entry(label, name, prefix="sso", value=value, error=state.errors[name], **props)

    return panel(
        rx.el.div(
            rx.el.h2("Your provider", id=title_id, tab_index=-1),
            rx.cond(
                state.is_set_up,
                rx.cond(state.is_enabled, tag("On", "good"), tag("Off", "warn")),
                tag("Not set up"),
            ),
            class_name="row",
        ),
        rx.el.form(
            rx.cond(
                state.problem,
                notice(state.problem, tone="bad", role="alert", id="sso-problem", tab_index=-1),
            ),
            line(
                "Discovery address",
                "discovery_url",
                state.discovery_url,
                hint="The issuer’s address, or that of its /.well-known/openid-configuration.",
                type="url",
                input_mode="url",
                max_length=500,
                placeholder="https://login.example.com",
            ),
            rx.el.div(
                line("Client ID", "client_id", state.client_id, max_length=300),
                line(
                    rx.cond(state.has_secret, "Another client secret", "Client secret"),
                    "client_secret",
                    "",
                    hint=rx.cond(
                        state.has_secret,
                        "One is kept and not shown. Leave this empty to keep it.",
                        "Leave it empty for a public client; PKCE is used either way.",
                    ),
                    type="password",
                    auto_complete="new-password",
                    max_length=500,
                ),
                class_name="hire-pair",
            ),
            rx.cond(
                state.has_secret,
                switch_entry(
                    "Forget the secret that is kept", "forget_secret", prefix="sso", is_on=False
                ),
            ),
            rx.el.div(
                line(
                    "Name on the sign-in page",
                    "name",
                    state.name,
                    hint="Such as “Example Works”.",
                    max_length=80,
                ),
                line(
                    "Sign-in address ends with",
                    "slug",
                    state.slug,
                    hint="Letters, digits and hyphens, such as example-works.",
                    max_length=60,
                ),
                class_name="hire-pair",
            ),
            long_entry(
                "E-mail domains",
                "email_domains",
                prefix="sso",
                value=state.email_domains,
                error=state.errors["email_domains"],
                hint="One a line, such as example.com. Nobody else comes in by this.",
                rows=3,
            ),
            choice_entry(
                "Somebody new",
                "first_sign_in",
                prefix="sso",
                value=state.first_sign_in,
                options=[
                    rx.el.option("waits until an administrator lets them in", value="approval"),
                    rx.el.option("becomes a recruiter at once", value="recruiter"),
                ],
                hint="What becomes of whom your provider vouches for and nobody here knows.",
            ),
            switch_entry(
                "People can sign in by this", "is_enabled", prefix="sso", is_on=state.is_enabled
            ),
            rx.el.p(
                rx.cond(
                    state.trying,
                    rx.el.span("Asking the provider …", class_name="dim"),
                    rx.el.span(
                        state.tried,
                        class_name=rx.cond(state.works, "dev-test good", "dev-test bad"),
                    ),
                ),
                role="status",
                class_name="dev-words",
            ),
            rx.el.div(
                button("Save", type="submit", kind="primary", on_click=state.mean_to_try(False)),
                button(
                    "Try it",
                    type="submit",
                    disabled=state.trying,
                    on_click=state.mean_to_try(True),
                ),
                rx.cond(
                    state.is_set_up,
                    button("Remove", kind="quiet danger", on_click=state.ask_remove_sign_on),
                ),
                class_name="row",
            ),
            on_submit=state.send_sign_on,
            key=state.form_key,
            class_name="stack",
            no_validate=True,
        ),
        class_name="stack",
        aria_labelledby=title_id,
    )


def set_up_panel(state: Any) -> rx.Component:
    """What to do at the provider, in order."""
    return panel(
        rx.el.h2("At the provider"),
        rx.el.ol(
            rx.el.li("Add an application for the web that signs in with OpenID Connect."),
            rx.el.li("Give it the redirect address below."),
            rx.el.li("Let it hand out e-mail addresses, verified (scopes openid, email, profile)."),
            rx.el.li("Enter its client ID and secret here, try it, and save."),
            class_name="hire-steps",
        ),
        copied_line(
            "Redirect address",
            field_id="sso-redirect",
            value=state.redirect_uri,
            on_copy=state.copy_address("sso-redirect"),
        ),
        rx.cond(
            state.is_set_up,
            rx.fragment(
                copied_line(
                    "Sign-in address",
                    field_id="sso-address",
                    value=state.sign_in_url,
                    on_copy=state.copy_address("sso-address"),
                    hint="Leads straight to your provider. Whoever enters an address of your "
                    "domains on the sign-in page is led there as well.",
                ),
                rx.cond(
                    state.is_enabled,
                    rx.el.p(
                        rx.el.a(
                            "Sign in by it now",
                            href=state.sign_in_url,
                            target="_blank",
                            rel="noopener",
                        ),
                        ", in a new tab, as yourself.",
                    ),
                ),
            ),
        ),
        rx.el.p(state.copied, role="status", class_name="dim"),
        class_name="stack",
        aria_label="At the provider",
    )


def remove_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before the single sign-on is taken away."""
    return dialog(
        rx.el.p(
            "Nobody can sign in by your provider any more. Whoever came by it stays a member, but "
            "those without a password cannot get in until it is set up again."
        ),
        dialog_foot(
            button("Remove it", kind="danger", on_click=state.remove_sign_on),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Remove single sign-on?",
    )
