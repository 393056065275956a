"""Personas in the words of their screens, and how the built-in interviewer speaks as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.assessment.manner import VOICES, Style
from app.core.errors import InvalidInputError
from app.core.templating import LONGEST_TEMPLATE
from app.personas.service import MAX_DESCRIPTION
from app.room.trying import samples
from state.developers import ago_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from app.personas.service import PersonaView
    from app.room.trying import Heard

PERSONAS = "/settings/personas"
STYLES: dict[Style, str] = {
    Style.WARM: "Warm",
    Style.NEUTRAL: "Neutral",
    Style.BRISK: "Brisk",
}
STYLE_CHOICES = [(style.value, words) for style, words in STYLES.items()]
_BY_VALUE = {one.value: one for one in Style}
_LONGEST = {"template": LONGEST_TEMPLATE + 1, "description": MAX_DESCRIPTION + 1, "name": 300}


@dataclass(frozen=True)
class PersonaRow:
    """A persona in the list."""

    number: int
    href: str
    name: str
    about: str
    style: str
    is_default: bool
    version: str
    edited: str


@dataclass(frozen=True)
class Said:
    """Something the interviewer says: `words` are the persona's, `asked` the question's own."""

    when: str
    words: str
    asked: str = ""


@dataclass(frozen=True)
class Fields:
    """What is in the form."""

    name: str = ""
    description: str = ""
    style: str = Style.NEUTRAL.value
    is_default: bool = False
    template: str = ""

    @property
    def same(self) -> Fields:
        """The same as far as it matters once stored."""
        return replace(
            self,
            name=" ".join(self.name.split()),
            description=self.description.strip().replace("\r\n", "\n"),
            template=self.template.strip().replace("\r\n", "\n"),
        )


def persona_row(view: PersonaView, now: datetime, zone: tzinfo) -> PersonaRow:
    """A persona in words."""
    return PersonaRow(
        number=view.number,
        href=f"{PERSONAS}/{view.number}",
        name=view.name,
        about=view.description,
        style=STYLES[view.style],
        is_default=view.is_default,
        version=f"v{view.version}",
        edited=ago_words(view.updated_at, now, zone),
    )


def style_of(value: str) -> Style:
    """The style of that name, neutral for none."""
    return _BY_VALUE.get(value, Style.NEUTRAL)


def built_in_says(style: Style) -> list[Said]:
    """What the built-in interviewer says in that style: opening, asking on, putting it simply."""
    voice = VOICES[style]
    first, second = samples()
    return [
        Said("It begins", voice.opening, first.question),
        *[
            Said("After an answer" if not position else "or", words, second.question)
            for position, words in enumerate(voice.transitions)
        ],
        Said("Asked what is meant", voice.before_clarification.strip(), second.rephrase),
    ]


def model_says(heard: Heard) -> list[Said]:
    """What the organisation's own engine said."""
    return [
        Said("It begins", heard.opening),
        Said("After an answer", heard.second),
        Said("Asked what is meant", heard.clarification),
    ]


def fields_of(view: PersonaView) -> Fields:
    """The form as it was stored."""
    return Fields(
        view.name,
        view.description,
        view.style.value,
        view.is_default,
        view.system_prompt_template,
    )


def values_of(fields: Fields) -> dict[str, Any]:
    """The form as the service takes it."""
    return {
        "name": fields.name,
        "description": fields.description,
        "style": fields.style,
        "is_default": fields.is_default,
        "system_prompt_template": fields.template,
    }


def changed(fields: Fields, name: object, value: object) -> Fields:
    """The form with one field changed. Raises InvalidInputError for what is none."""
    if name == "is_default":
        return replace(fields, is_default=value is True)
    if name == "style" and isinstance(value, str) and value in _BY_VALUE:
        return replace(fields, style=value)
    if not isinstance(name, str) or name not in _LONGEST or not isinstance(value, str):
        raise InvalidInputError("There is no such field.")
    text: Any = value[: _LONGEST[name]]
    return replace(fields, **{name: text})


def submitted(fields: Fields, form: object) -> Fields:
    """What the browser has in its text fields now, which the server may learn of a moment later."""
    given: Mapping[str, Any] = form if isinstance(form, dict) else {}
    for name in _LONGEST:
        if isinstance(given.get(name), str):
            fields = changed(fields, name, given[name])
    return fields
