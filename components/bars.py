"""Two counts a day, as bars, one before the other."""

from __future__ import annotations

from typing import Any

import reflex as rx


def day_bars(
    days: Any, *, label: Any, most: Any, first: Any, last: Any, back: str, front: str
) -> rx.Component:
    """A column per day with `invited` behind `completed`; their heights are in percent.

    `most` is the number at the top of the scale, `first` and `last` are the days at its ends;
    `back` and `front` name the two counts. A table behind it says the same to who cannot see it.
    """
    return rx.el.figure(
        rx.el.div(
            rx.el.span(most, class_name="bars-most num"),
            rx.foreach(days, _column),
            role="img",
            aria_label=label,
            class_name="bars",
        ),
        rx.el.div(
            rx.el.span(first), rx.el.span(last), class_name="bars-days num", aria_hidden="true"
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(label),
                rx.el.thead(
                    rx.el.tr(
                        *[rx.el.th(words, scope="col") for words in ("Day", back, front)],
                    )
                ),
                rx.el.tbody(rx.foreach(days, _row)),
            ),
            class_name="sr-only",
        ),
    )


def _column(day: Any) -> rx.Component:
    return rx.el.span(
        rx.el.i(class_name="back", style={"height": day.invited_height}),
        rx.el.i(class_name="front", style={"height": day.completed_height}),
        title=f"{day.words}: {day.invited} invited, {day.completed} completed",
        class_name="bars-day",
    )


def _row(day: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(day.words, scope="row"), rx.el.td(day.invited), rx.el.td(day.completed)
    )
