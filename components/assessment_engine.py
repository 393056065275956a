"""Choosing the engine, trying it, and what it has cost."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, text_input
from components.display import notice, panel, tag

_ENGINES = (
    ("built-in", "Built-in", "Needs no key and no network. Always there when a model fails."),
    ("openai", "OpenAI-compatible", "A model behind an address that speaks OpenAI's API."),
)


def engine_form(state: Any) -> rx.Component:
    """The form. `state` has `choice`, `chosen`, `errors` and the handlers."""
    errors = state.errors
    return panel(
        rx.el.h2("Choose the engine"),
        rx.cond(state.choice.warning, notice(state.choice.warning, tone="warn")),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend("Engine", class_name="sr-only"),
                *[_engine(state, *one) for one in _ENGINES],
                class_name="engine-choices",
            ),
            rx.cond(
                errors["engine"],
                rx.el.span(errors["engine"], class_name="error", role="alert"),
            ),
            # Hidden, not gone: what was saved for a model is kept while it is not in use.
            rx.el.div(
                _model(state),
                class_name=rx.cond(state.chosen == "openai", "stack", "not-chosen"),
            ),
            rx.el.div(
                button("Save", type="submit", kind="primary"),
                button(
                    rx.cond(state.trying, "Trying …", "Try it"),
                    on_click=state.try_out,
                    disabled=state.trying,
                ),
                rx.el.small("Trying uses what is saved, and makes one small call."),
                class_name="row",
            ),
            key=state.form_key,
            on_submit=state.save,
            class_name="stack",
            no_validate=True,
        ),
        rx.el.div(
            rx.cond(
                state.tried,
                rx.el.p(
                    rx.cond(state.works, tag("works", "good"), tag("does not work", "bad")),
                    " ",
                    state.tried,
                    data_testid="tried",
                ),
            ),
            role="status",
        ),
        class_name="stack",
        id="engine",
    )


def _engine(state: Any, value: str, words: str, about: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="engine",
            value=value,
            default_checked=state.chosen == value,
            on_change=state.pick(value),
        ),
        rx.el.span(rx.el.strong(words), rx.el.small(about)),
        class_name="engine-choice",
    )


def _model(state: Any) -> rx.Component:
    choice = state.choice
    return rx.fragment(
        _line(
            state,
            "base_url",
            "Base URL",
            choice.base_url,
            choice.default_base_url,
            hint="Empty: the address of this installation. A new address needs its key anew.",
        ),
        rx.el.div(
            _line(state, "model", "Model", choice.model, choice.default_model),
            field(
                "Key",
                text_input(
                    id="engine-api_key",
                    name="api_key",
                    type="password",
                    auto_complete="off",
                    max_length=400,
                    **_said(state, "api_key"),
                ),
                html_for="engine-api_key",
                hint=choice.key_words,
                error=state.errors["api_key"],
            ),
            class_name="engine-fields",
        ),
        rx.cond(choice.has_key, check("Forget the key", name="forget_key", id="engine-forget")),
        rx.el.div(
            _line(
                state,
                "temperature",
                "Temperature",
                choice.temperature,
                choice.default_temperature,
            ),
            _line(
                state,
                "timeout_seconds",
                "Timeout, seconds",
                choice.timeout_seconds,
                choice.default_timeout,
            ),
            _line(
                state,
                "judgements",
                "Judgements a grade",
                choice.judgements,
                choice.default_judgements,
                hint="Their spread becomes the interval.",
            ),
            _line(
                state,
                "budget_cents",
                "Budget an interview, US $",
                choice.budget,
                choice.default_budget,
                hint="Beyond it, the built-in engine goes on.",
            ),
            class_name="engine-fields",
        ),
    )


def _line(
    state: Any, name: str, label: str, value: Any, default: Any, *, hint: str | None = None
) -> rx.Component:
    return field(
        label,
        text_input(
            id=f"engine-{name}",
            name=name,
            default_value=value,
            placeholder=default,
            auto_complete="off",
            max_length=500,
            **_said(state, name),
        ),
        html_for=f"engine-{name}",
        hint=hint,
        error=state.errors[name],
    )


def _said(state: Any, name: str) -> dict[str, Any]:
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": f"engine-{name}-error",
    }


def spending(state: Any) -> rx.Component:
    """What calls to models cost, by model."""
    return panel(
        rx.el.h2("Spending on models"),
        rx.el.p(state.spent_words, class_name="num"),
        rx.cond(
            state.spent,
            rx.el.div(
                rx.el.table(
                    rx.el.caption("Calls of the last 30 days, by model", class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th("Model", scope="col"),
                            *[
                                rx.el.th(words, scope="col", class_name="right")
                                for words in ("Calls", "Failed", "Tokens", "Cost")
                            ],
                        )
                    ),
                    rx.el.tbody(
                        rx.foreach(
                            state.spent,
                            lambda row: rx.el.tr(
                                rx.el.th(row.model, scope="row"),
                                rx.el.td(row.calls, class_name="right num"),
                                rx.el.td(row.failed, class_name="right num"),
                                rx.el.td(row.tokens, class_name="right num"),
                                rx.el.td(row.cost, class_name="right num"),
                            ),
                        )
                    ),
                    class_name="assess-table",
                ),
                class_name="table-wrap",
            ),
        ),
        class_name="stack",
    )
