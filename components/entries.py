"""Fields of a form that keep what is typed until it is saved, each with its hint and error."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, link_button, text_area, text_input
from components.display import empty, panel


def entry(label: Any, name: str, *, prefix: str, **props: Any) -> rx.Component:
    """A line of text named `name`; its id is the prefix and the name.

    Takes `value`, `error` and `hint`, and whatever else its input takes.
    """
    return _entry(text_input, label, name, f"{prefix}-{name}", **props)


def long_entry(label: Any, name: str, *, prefix: str, **props: Any) -> rx.Component:
    """Several lines of text; as `entry`."""
    return _entry(text_area, label, name, f"{prefix}-{name}", **props)


def _entry(control: Any, label: Any, name: str, control_id: str, **props: Any) -> rx.Component:
    hint, error = props.pop("hint", None), props.pop("error", "")
    return field(
        label,
        control(
            id=control_id,
            name=name,
            default_value=props.pop("value", ""),
            aria_invalid=rx.cond(error, "true", "false"),
            aria_describedby=rx.cond(error, f"{control_id}-error", ""),
            **{"auto_complete": "off", **props},
        ),
        html_for=control_id,
        hint=hint,
        error=error,
    )


def switch_entry(label: Any, name: str, *, prefix: str, is_on: Any) -> rx.Component:
    """A box to tick, named `name`."""
    return check(label, name=name, id=f"{prefix}-{name}", default_checked=is_on)


def choice_entry(
    label: Any,
    name: str,
    *,
    prefix: str,
    value: Any,
    options: Any,
    error: Any = "",
    hint: Any = None,
) -> rx.Component:
    """One choice of several; `options` are option elements."""
    control_id = f"{prefix}-{name}"
    return field(
        label,
        rx.el.select(
            *options,
            id=control_id,
            name=name,
            default_value=value,
            aria_invalid=rx.cond(error, "true", "false"),
            class_name="input",
        ),
        html_for=control_id,
        hint=hint,
        error=error,
    )


def copied_line(
    label: Any, *, field_id: str, value: Any, on_copy: Any, hint: Any = None
) -> rx.Component:
    """An address that is shown, to be copied."""
    return field(
        label,
        rx.el.div(
            text_input(id=field_id, value=value, read_only=True),
            button("Copy", on_click=on_copy, aria_label=f"Copy: {label}"),
            class_name="with-button",
        ),
        html_for=field_id,
        hint=hint,
    )


def for_administrators(words: str) -> rx.Component:
    """What people see who are no administrators."""
    return panel(
        empty("For administrators", words, link_button("Your account", href="/account")),
    )


def fact(name: Any, *words: Any) -> rx.Component:
    """A name and what holds for it, within a <dl class="dev-facts">."""
    return rx.el.div(rx.el.dt(name), rx.el.dd(*words))
