"""Writing a prompt: the form, its variables, its versions, and an application to try it with."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, select, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice, panel, panel_head, tag

# Typed over what is chosen, and told as if by the keyboard, so that it can be taken back.
_INSERT = """(() => {
  const box = document.getElementById('template'), words = %s;
  box.focus();
  if (!document.execCommand('insertText', false, words)) {
    box.setRangeText(words, box.selectionStart, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
})()"""


def conflict_notice(state: Any, *, on_compare: Any = None) -> rx.Component:
    """Somebody else was first. `state` has `conflict`, `save_over` and `reload`."""
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
            tone="bad",
            role="alert",
        ),
    )


def variables_table(rows: Any, *, editable: Any) -> rx.Component:
    """What a template may name; a press of a name puts it where the cursor stands."""
    return rx.el.details(
        rx.el.summary(
            "Variables",
            rx.cond(
                editable,
                rx.el.small(" A press inserts one where the cursor stands."),
                rx.fragment(),
            ),
        ),
        rx.el.dl(
            rx.foreach(
                rows,
                lambda row: rx.el.div(
                    rx.el.dt(
                        rx.cond(
                            editable,
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


def fault(state: Any, name: str) -> dict[str, Any]:
    """That a field is wrong, for whoever does not see it."""
    return {
        "aria_invalid": rx.cond(state.errors[name], "true", "false"),
        "aria_describedby": rx.cond(state.errors[name], f"{name}-error", ""),
    }


def prompt_form(state: Any, *, form_id: str, types: list[tuple[str, str]]) -> rx.Component:
    """The form. `state` is PromptEditState."""
    return rx.el.form(
        rx.cond(state.errors["all"], notice(state.errors["all"], tone="bad", role="alert")),
        panel(
            rx.el.div(
                field(
                    "Name",
                    text_input(
                        id="name",
                        name="name",
                        key=state.form_key,
                        default_value=state.fields.name,
                        on_change=state.edit_prompt("name").debounce(300),
                        read_only=~state.editable,
                        max_length=120,
                        auto_complete="off",
                        **fault(state, "name"),
                    ),
                    html_for="name",
                    error=state.errors["name"],
                ),
                field(
                    "For",
                    select(
                        types,
                        id="type",
                        name="type",
                        value=state.fields.type,
                        on_change=state.edit_prompt("type"),
                        disabled=~state.is_new | ~state.editable,
                        **fault(state, "type"),
                    ),
                    html_for="type",
                    error=state.errors["type"],
                ),
                field(
                    "Used for",
                    rx.el.select(
                        rx.foreach(
                            state.scopes, lambda one: rx.el.option(one.words, value=one.value)
                        ),
                        id="scope",
                        name="scope",
                        value=state.fields.scope,
                        on_change=state.edit_prompt("scope"),
                        disabled=~state.editable,
                        class_name="input",
                        **fault(state, "scope"),
                    ),
                    html_for="scope",
                    error=state.errors["scope"],
                ),
                class_name="builder-fields first",
            ),
            check(
                rx.cond(
                    state.fields.scope == "all",
                    "In use: the default where a requisition has none of its own",
                    "In use: the default for this requisition",
                ),
                checked=state.fields.is_default,
                on_change=state.edit_prompt("is_default"),
                disabled=~state.editable,
            ),
            class_name="stack",
            aria_label="Name and use",
        ),
        panel(
            _template(state),
            variables_table(state.variables, editable=state.editable),
            class_name="stack",
            aria_label="Template",
        ),
        rx.cond(state.with_schema, panel(_schema(state), aria_label="Shape of the answer")),
        id=form_id,
        on_submit=state.save_prompt,
        class_name="stack",
    )


def _template(state: Any) -> rx.Component:
    return rx.el.div(
        field(
            "Template",
            rx.el.textarea(
                id="template",
                name="template",
                key=state.form_key,
                default_value=state.fields.template,
                on_change=state.edit_prompt("template").debounce(300),
                read_only=~state.editable,
                rows=16,
                spell_check=True,
                class_name="input pr-template",
                **fault(state, "template"),
            ),
            html_for="template",
            error=state.errors["template"],
        ),
        rx.cond(
            state.error_line > 0,
            rx.el.div(
                button(f"Go to line {state.error_line}", on_click=state.go_to_line),
            ),
        ),
        class_name="stack tight",
    )


def _schema(state: Any) -> rx.Component:
    return field(
        "JSON Schema of the answer (optional)",
        rx.el.textarea(
            id="schema",
            name="schema",
            key=state.form_key,
            default_value=state.fields.schema,
            on_change=state.edit_prompt("schema").debounce(300),
            read_only=~state.editable,
            rows=7,
            spell_check=False,
            class_name="input pr-template",
            **fault(state, "schema"),
        ),
        html_for="schema",
        hint="An answer that does not fit is refused. Empty for the shape that is built in.",
        error=state.errors["schema"],
    )


def trial_panel(state: Any) -> rx.Component:
    """The prompt with a real application."""
    return rx.el.aside(
        rx.el.h2("Try it with an application"),
        rx.cond(state.chosen.number, _trial(state), _search(state)),
        class_name="panel padded builder-plan pr-trial",
        aria_label="Try it with an application",
    )


def _search(state: Any) -> rx.Component:
    return rx.el.div(
        text_input(
            id="trial-search",
            type="search",
            key=state.search_key,
            on_change=state.find_trial.debounce(250),
            placeholder="A candidate’s name or address",
            aria_label="Search applications",
            auto_complete="off",
        ),
        rx.el.p(state.found_words, role="status", class_name="dim"),
        rx.el.ul(
            rx.foreach(
                state.found,
                lambda row: rx.el.li(
                    rx.el.button(
                        rx.el.b(row.name),
                        rx.el.small(row.detail),
                        type="button",
                        class_name="pr-found",
                        on_click=state.try_with(row.number),
                    ),
                    key=row.number,
                ),
            )
        ),
        rx.cond(
            ~state.found,
            rx.el.p(
                "Prompts are tried with real applications. Once there are some, they are found "
                "here.",
                class_name="dim",
            ),
        ),
        class_name="stack tight",
    )


def _trial(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.b(state.chosen.name), rx.el.small(state.chosen.detail), class_name="pr-who"
            ),
            button("Change", id="trial-change", on_click=state.try_with(0)),
            class_name="pr-chosen",
        ),
        rx.el.div(
            rx.cond(
                state.trial_problem,
                notice(state.trial_problem, tone="warn"),
                rx.cond(
                    state.tried.text,
                    rx.fragment(
                        rx.el.div(
                            state.tried.text,
                            class_name="pr-text",
                            tab_index=0,
                            role="region",
                            aria_label="The prompt with this application",
                        ),
                        rx.cond(state.tried.cut, rx.el.small(state.tried.cut)),
                    ),
                    rx.el.p("Write a template, and it is shown here.", class_name="dim"),
                ),
            ),
            rx.foreach(
                state.tried.data,
                lambda one: rx.fragment(
                    rx.el.h3(one.name, rx.el.small(" as data, without who it is")),
                    rx.el.div(
                        one.words,
                        class_name="pr-text voice",
                        tab_index=0,
                        role="region",
                        aria_label=one.name,
                    ),
                    rx.cond(one.cut, rx.el.small(one.cut)),
                ),
            ),
            class_name="stack tight",
            aria_live="polite",
        ),
        class_name="stack tight",
    )


def versions_panel(state: Any) -> rx.Component:
    """What the prompt has been, and what has changed since."""
    return panel(
        panel_head("Versions"),
        rx.el.ol(
            rx.foreach(state.versions, lambda row: _version(state, row)), class_name="builder-rows"
        ),
        padded=False,
        aria_label="Versions",
    )


def _version(state: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(row.words),
                rx.cond(row.is_newest, rx.fragment(" ", tag("Newest"))),
                rx.el.small(row.who, ", ", row.when, class_name="under"),
                rx.cond(row.note, rx.el.small(row.note, class_name="under")),
            ),
            rx.el.div(
                button(
                    rx.cond(state.compared == row.version, "Hide changes", "Changes since"),
                    kind="quiet",
                    on_click=state.compare(row.version),
                    aria_expanded=rx.cond(state.compared == row.version, "true", "false"),
                    aria_label=rx.cond(
                        state.compared == row.version, "Hide changes since ", "Changes since "
                    )
                    + row.words,
                ),
                rx.cond(
                    state.editable & ~row.is_newest,
                    button(
                        "Restore",
                        on_click=state.restore(row.version),
                        aria_label="Restore " + row.words + " as the newest",
                    ),
                ),
                class_name="row",
            ),
            class_name="pr-version",
        ),
        rx.cond(state.compared == row.version, difference(state.changes)),
        key=row.version,
    )


def difference(rows: Any) -> rx.Component:
    """Lines that went and lines that came, from a version to what is in the form."""
    return rx.cond(
        rows,
        rx.el.ol(
            rx.foreach(
                rows,
                lambda row: rx.el.li(
                    rx.match(
                        row.kind,
                        ("added", rx.el.span("Added: ", class_name="sr-only")),
                        ("removed", rx.el.span("Removed: ", class_name="sr-only")),
                        rx.fragment(),
                    ),
                    rx.el.span(row.sign, class_name="sign", aria_hidden="true"),
                    rx.el.span(row.words),
                    class_name="pr-line " + row.kind,
                ),
            ),
            class_name="pr-diff",
            aria_label="Changes",
        ),
        rx.el.p("What is in the form is the same.", class_name="dim pr-none", role="status"),
    )


def delete_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Whether the prompt shall be deleted."""
    return dialog(
        rx.el.p(
            "Where it is in use, the default for all requisitions or what is built in takes its "
            "place. What was made with it stays as it is."
        ),
        dialog_foot(
            button("Delete prompt", kind="danger", on_click=state.delete_prompt),
            dialog_id=dialog_id,
        ),
        dialog_id=dialog_id,
        title="Delete this prompt?",
    )
