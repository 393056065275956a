"""An application: its résumé beside the analysis, and how the one leads to the other."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link
from components.display import notice, panel, tag


def steps(rows: Any, follows: Any) -> rx.Component:
    """The way of an application, as far as it has come, and what can follow."""
    return rx.el.div(
        rx.el.ol(
            rx.foreach(
                rows,
                lambda row: rx.el.li(
                    row.words,
                    rx.cond(row.state == "done", rx.el.span(" (done)", class_name="sr-only")),
                    aria_current=rx.cond(
                        (row.state == "here") | (row.state == "out"), "step", "false"
                    ),
                    class_name="app-step " + row.state,
                ),
            ),
            class_name="app-steps",
            aria_label="Status",
        ),
        rx.el.p(follows, class_name="dim"),
        class_name="app-way",
    )


def side_tabs(side: Any, *, on_show: Any) -> rx.Component:
    """The choice between the two, where there is room for one alone."""
    return rx.el.div(
        *[
            rx.el.button(
                words,
                type="button",
                role="tab",
                id=f"tab-{name}",
                aria_controls=f"side-{name}",
                aria_selected=rx.cond(side == name, "true", "false"),
                on_click=on_show(name),
                class_name="tab",
            )
            for name, words in (("analysis", "Analysis"), ("resume", "Résumé"))
        ],
        role="tablist",
        aria_label="Analysis or résumé",
        class_name="app-tabs",
    )


def resume_panel(
    state: Any, number: Any, *, upload_id: str, picked: Any, on_go: Any
) -> rx.Component:
    """The résumé as it was read; a file dropped here becomes the newest one."""
    resume = state.resume
    return panel(
        rx.el.div(
            rx.el.h2("Résumé as read"),
            rx.el.div(
                rx.cond(
                    resume.is_there,
                    link(
                        "Download",
                        href="/files/applications/" + number.to_string() + "/resume",
                        reload_document=True,
                        class_name="btn",
                        aria_label="Download the résumé file",
                    ),
                ),
                rx.cond(
                    state.can_edit,
                    rx.el.label(
                        rx.cond(resume.is_there, "Replace", "Choose a file"),
                        rx.el.input(
                            type="file",
                            id="resume-file",
                            accept=".pdf,.docx,.txt",
                            class_name="sr-only",
                            aria_label="Résumé file (PDF, Word or text)",
                        ),
                        class_name="btn app-file",
                    ),
                ),
                class_name="row",
            ),
            class_name="panel-head",
        ),
        rx.el.div(
            rx.el.span("", role="status", custom_attrs={"data-words": ""}),
            rx.el.progress(value=0, max=1, aria_label="Sent"),
            class_name="app-sending",
        ),
        rx.cond(
            state.upload_problem,
            notice(
                rx.el.b("The file was not kept."),
                rx.el.span(state.upload_problem),
                tone="bad",
                role="alert",
            ),
        ),
        rx.cond(
            resume.is_there,
            rx.fragment(
                rx.el.p(resume.name, rx.el.br(), resume.facts, class_name="dim app-facts"),
                rx.cond(
                    resume.problem,
                    notice(
                        rx.el.b("The file cannot be read."),
                        rx.el.span(resume.problem),
                        tone="bad",
                    ),
                    rx.el.div(
                        rx.foreach(resume.pages, lambda page: _page(page, picked, on_go)),
                        rx.cond(resume.rest, rx.el.p(resume.rest, class_name="dim")),
                        class_name="app-text",
                        tab_index=0,
                        role="region",
                        aria_label="The résumé's text",
                    ),
                ),
                _hidden(resume.hidden),
            ),
            rx.el.p(
                rx.cond(
                    state.can_edit,
                    "There is no résumé yet. Drop a PDF, Word or text file here, or choose one.",
                    "There is no résumé yet.",
                ),
                class_name="dim app-facts",
            ),
        ),
        padded=False,
        class_name="app-resume",
        aria_label="Résumé",
        custom_attrs={
            "data-resume": rx.cond(state.can_edit, number.to_string(), ""),
            "data-tell": upload_id,
        },
    )


def _page(page: Any, picked: Any, on_go: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(page.number, rx.el.p(page.number, class_name="app-page")),
        rx.el.div(
            rx.foreach(
                page.pieces,
                lambda piece: rx.cond(
                    piece.finding,
                    rx.el.mark(
                        rx.cond(
                            piece.mark,
                            rx.el.button(
                                piece.text,
                                type="button",
                                id=piece.mark,
                                title=piece.about,
                                aria_description=piece.about,
                                on_click=on_go(piece.finding),
                            ),
                            piece.text,
                        ),
                        class_name=piece.kind
                        + rx.cond(
                            (picked != "") & ((picked == piece.mark) | (picked == piece.finding)),
                            " picked",
                            "",
                        ),
                    ),
                    piece.text,
                ),
            ),
            class_name="voice app-words",
        ),
    )


def _hidden(rows: Any) -> rx.Component:
    return rx.cond(
        rows,
        rx.el.div(
            rx.el.h3("Left out because nobody would see it"),
            rx.el.p(
                "The file says this where a reader would not find it. No analysis heeds it.",
                class_name="dim",
            ),
            rx.el.ul(
                rx.foreach(
                    rows,
                    lambda row: rx.el.li(
                        tag(row.words, "warn"), rx.el.p(row.text, class_name="voice")
                    ),
                )
            ),
            class_name="app-hidden",
        ),
    )


def analysis_panel(state: Any, *, on_go: Any, on_adopt: Any, on_analyse: Any) -> rx.Component:
    """What speaks for and against the application, each with its words in the résumé."""
    analysis = state.analysis
    return panel(
        rx.el.div(
            rx.el.h2("Analysis"),
            rx.cond(
                state.analysing,
                rx.el.span("Analysing …", class_name="tag accent", role="status"),
                rx.cond(
                    state.can_edit & state.head.can_analyse,
                    button(
                        rx.cond(analysis.is_there, "Analyse again", "Analyse"), on_click=on_analyse
                    ),
                ),
            ),
            class_name="report-head",
        ),
        rx.cond(
            analysis.is_there,
            rx.fragment(
                rx.cond(analysis.remark, notice(analysis.remark, tone="warn")),
                _risk(analysis),
                rx.el.p(analysis.summary),
                _findings("Speaks for it", analysis.pros, on_go, "pro"),
                _findings("Speaks against it", analysis.cons, on_go, "con"),
                _findings("Red flags", analysis.flags, on_go, "flag"),
                _findings(
                    "Not to be judged by",
                    analysis.compliance,
                    on_go,
                    "compliance",
                    "Age, health, family, origin and the like: shown to you, kept from the "
                    "analysis and from the interview's evaluation.",
                ),
                _questions(state, on_adopt),
                rx.el.p(analysis.made, class_name="dim"),
            ),
            rx.el.p(
                rx.cond(
                    state.analysing,
                    "The analysis appears here by itself.",
                    rx.cond(
                        state.resume.is_there,
                        "The résumé has not been analysed yet.",
                        "There is nothing to analyse until there is a résumé.",
                    ),
                ),
                class_name="dim",
            ),
        ),
        class_name="app-analysis",
        aria_label="Analysis",
    )


def _risk(analysis: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            analysis.risk,
            rx.el.div(
                rx.el.b(analysis.risk, class_name="app-figure num"),
                rx.el.span("risk, 0 to 1", class_name="dim"),
                rx.el.span(
                    rx.el.i(class_name=analysis.risk_tone, style={"width": analysis.risk_width}),
                    class_name="app-bar",
                    aria_hidden="true",
                ),
                class_name="app-risk",
            ),
        ),
        rx.el.p(analysis.risk_words, class_name="dim"),
        rx.el.details(
            rx.el.summary("How it is counted"),
            rx.el.p(
                "A requirement the résumé evidences in full adds nothing, one evidenced in part "
                "half its weight, any other all of it. Hidden text or words to whoever screens "
                "add 0.15; each statement of dates that cannot be true 0.05, 0.15 at most. "
                "Nothing protected, no gap between jobs and no word about a person adds anything. "
                "The number orders applications; it decides nothing.",
                class_name="dim",
            ),
        ),
        class_name="app-risk-part",
    )


def _findings(title: str, rows: Any, on_go: Any, kind: str, hint: str = "") -> rx.Component:
    return rx.cond(
        rows,
        rx.el.section(
            rx.el.h3(title),
            rx.el.p(hint, class_name="dim") if hint else rx.fragment(),
            rx.el.ul(rx.foreach(rows, lambda row: _finding(row, on_go))),
            class_name=f"app-findings {kind}",
            aria_label=title,
        ),
    )


def _finding(row: Any, on_go: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.text),
        rx.foreach(
            row.quotes,
            lambda quote: rx.cond(
                quote.mark,
                rx.el.button(
                    quote.text,
                    type="button",
                    on_click=on_go(quote.mark),
                    title="Show it in the résumé",
                    class_name="app-quote voice",
                ),
                rx.el.span(quote.text, class_name="app-quote voice"),
            ),
        ),
        id=row.key,
        tab_index=-1,
        key=row.key,
    )


def _questions(state: Any, on_adopt: Any) -> rx.Component:
    return rx.cond(
        state.analysis.questions,
        rx.el.section(
            rx.el.h3("Questions it suggests"),
            rx.el.ul(
                rx.foreach(
                    state.analysis.questions,
                    lambda row: rx.el.li(
                        rx.el.p(row.text, class_name="voice"),
                        rx.el.small(row.why),
                        rx.cond(
                            row.can_adopt,
                            rx.cond(
                                row.is_adopted,
                                tag("A must-ask question", "good"),
                                rx.cond(
                                    state.can_adopt,
                                    button(
                                        "Make it a must-ask question",
                                        on_click=on_adopt(row.index),
                                        aria_label="Make it a must-ask question: " + row.text,
                                    ),
                                ),
                            ),
                            rx.el.small("About this résumé alone: put it to the candidate."),
                        ),
                        key=row.text,
                    ),
                ),
                class_name="app-questions",
            ),
            aria_label="Questions it suggests",
        ),
    )
