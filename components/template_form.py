"""The form of a template: what prompts and personas share of it. `state` is a TemplateEditing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from components.controls import button, field, text_input
from components.display import notice, panel

if TYPE_CHECKING:
    from collections.abc import Callable

# Typed over what is chosen, and told as if by the keyboard, so that it can be taken back.
_INSERT = """(() => {
  const box = document.getElementById('template'), words = %s;
  box.focus();
  if (!document.execCommand('insertText', false, words)) {
    box.setRangeText(words, box.selectionStart, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
})()"""


def template_form(state: Any, *panels: Any, form_id: str) -> rx.Component:
    """The form with its panels; what is wrong with no field in particular stands above them."""
    return rx.el.form(
        rx.cond(state.errors["all"], notice(state.errors["all"], tone="bad", role="alert")),
        *panels,
        id=form_id,
        on_submit=state.save,
        class_name="stack",
    )


def typed_field(
    state: Any,
    name: str,
    label: str,
    *,
    control: Callable[..., rx.Component] = text_input,
    hint: Any = None,
    **props: Any,
) -> rx.Component:
    """A field of text. What is typed is told while somebody types, and read where none may."""
    return field(
        label,
        control(
            id=name,
            name=name,
            key=state.form_key,
            default_value=getattr(state.fields, name),
            on_change=state.edit(name).debounce(300),
            read_only=~state.editable,
            **fault(state, name),
            **props,
        ),
        html_for=name,
        hint=hint,
        error=state.errors[name],
    )


def name_field(state: Any, **props: Any) -> rx.Component:
    """What it is called."""
    return typed_field(state, "name", "Name", max_length=120, auto_complete="off", **props)


def code_area(**props: Any) -> rx.Component:
    """Several lines in which each sign counts."""
    return rx.el.textarea(class_name="input pr-template", **props)


def fault(state: Any, name: str) -> dict[str, Any]:
    """That a field is wrong, for whoever does not see it."""
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": rx.cond(state.errors[name], f"{name}-error", ""),
    }


def template_panel(state: Any, label: str, **props: Any) -> rx.Component:
    """The template, where it is wrong, and what it may name."""
    return panel(
        typed_field(state, "template", label, control=code_area, **props),
        rx.cond(
            state.error_line > 0,
            rx.el.div(button(f"Go to line {state.error_line}", on_click=state.go_to_line)),
        ),
        _variables(state),
        class_name="stack",
        aria_label="Text and variables",
    )


def _variables(state: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            "Variables",
            rx.cond(
                state.editable,
                rx.el.small(" A press inserts one where the cursor stands."),
                rx.fragment(),
            ),
        ),
        rx.el.dl(
            rx.foreach(
                state.variables,
                lambda row: rx.el.div(
                    rx.el.dt(
                        rx.cond(
                            state.editable,
                            rx.el.button(
                                row.name,
                                type="button",
                                class_name="pr-variable",
                                aria_label="Insert " + row.name,
                                on_click=rx.call_script(
                                    rx.Var(
                                        "("
                                        + repr(_INSERT)
                                        + ").replace('%s', () => JSON.stringify("
                                        + str(row.insert)
                                        + "))"
                                    )
                                ),
                            ),
                            rx.el.code(row.name),
                        )
                    ),
                    rx.el.dd(row.about, rx.el.small(row.type)),
                    rx.el.dd(row.example, class_name="pr-example"),
                ),
            ),
            class_name="pr-variables",
        ),
        open=True,
    )


def conflict_notice(
    state: Any, *, on_compare: Any = None, comparison: rx.Component | None = None
) -> rx.Component:
    """Somebody else was first. `comparison` is what `on_compare` brings, shown in place."""
    return rx.cond(
        state.conflict,
        notice(
            rx.el.p(state.conflict),
            rx.el.div(
                *([button("Compare with theirs", on_click=on_compare)] if on_compare else []),
                button("Save mine over it", on_click=state.save_over),
                button("Discard mine", on_click=state.reload, kind="danger"),
                class_name="row",
            ),
            *([comparison] if comparison else []),
            tone="bad",
            role="alert",
        ),
    )
