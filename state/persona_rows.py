"""Personas in the words of their screens, and how the built-in interviewer speaks as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from app.assessment.manner import VOICES, Style
from app.personas.service import MAX_DESCRIPTION
from app.room.trying import samples
from state.template_form import TemplateFields
from state.template_rows import TemplateRow, template_row

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class Said:
    """Something the interviewer says: `words` are the persona's, `asked` the question's own."""

    when: str
    words: str
    asked: str = ""


@dataclass(frozen=True)
class PersonaFields(TemplateFields):
    """What is in the form."""

    TYPED: ClassVar[dict[str, int]] = {
        **TemplateFields.TYPED,
        "description": MAX_DESCRIPTION + 1,
    }
    COLUMNS: ClassVar[dict[str, str]] = {
        "name": "name",
        "description": "description",
        "system_prompt_template": "template",
        "style": "style",
    }

    description: str = ""
    style: str = Style.NEUTRAL.value

    @classmethod
    def of(cls, view: Any) -> Self:
        """The form as it was stored."""
        return cls(
            name=view.name,
            description=view.description,
            style=view.style.value,
            is_default=view.is_default,
            template=view.system_prompt_template,
        )

    def values(self) -> dict[str, Any]:
        """The form as the service takes it."""
        return {
            "name": self.name,
            "description": self.description,
            "style": self.style,
            "is_default": self.is_default,
            "system_prompt_template": self.template,
        }

    @property
    def same(self) -> Self:
        """The same as far as it matters once stored."""
        description = self.description.strip().replace("\r\n", "\n")
        return replace(super().same, description=description)

    def offers(self, name: str, value: str) -> bool:
        """Whether that is a style."""
        return name == "style" and value in _BY_VALUE


def persona_row(view: PersonaView, now: datetime, zone: tzinfo) -> TemplateRow:
    """A persona in words."""
    return template_row(
        view, now, zone, list_href=PERSONAS, where=STYLES[view.style], about=view.description
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
