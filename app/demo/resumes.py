"""Résumés of the demo's applicants, as real files made from what each of them writes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fpdf import FPDF

from app.simulators.workday.resumes import Kind, make

if TYPE_CHECKING:
    from datetime import datetime


class Form(StrEnum):
    """How somebody sends a résumé: what it ends in."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "txt"
    PICTURE = "scan.pdf"


@dataclass(frozen=True, slots=True)
class Post:
    """A job somebody had. `began` and `ended` are in years before this one, 0 for today."""

    title: str
    employer: str
    began: int
    ended: int
    deeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Career:
    """What a résumé says. `personal` is what nobody needs to know, `form` how it is sent.

    With `hides` there is a sentence for machines in it that no reader would see.
    """

    profile: str
    posts: tuple[Post, ...]
    skills: str
    education: str
    form: Form = Form.PDF
    personal: tuple[str, ...] = ()
    hides: bool = False


def file_of(name: str, email: str, phone: str, career: Career, *, made: datetime) -> bytes:
    """The file as the applicant sends it."""
    if career.form is Form.PICTURE:
        return _picture(made)
    lines = _lines(name, f"{email}  {phone}", career, made.year)
    if career.form is Form.TEXT:
        marks = {"heading": "\n", "item": "- "}
        text = "\n".join(f"{marks.get(style, '')}{line}" for style, line in lines)
        return f"{text}\n".encode()
    return make(Kind(career.form.value), lines, made=made, hidden=career.hides)


def name_of(name: str, career: Career) -> str:
    """What the file is called."""
    return f"{name.lower().replace(' ', '-')}.{career.form.value}"


def _lines(name: str, address: str, career: Career, year: int) -> list[tuple[str, str]]:
    """A résumé as (style, text), the style one of title, heading, text and item."""
    lines = [("title", name), ("text", address), *(("text", line) for line in career.personal)]
    lines += [("heading", "Profile"), ("text", career.profile), ("heading", "Experience")]
    for post in career.posts:
        until = str(year - post.ended) if post.ended else "today"
        lines.append(("text", f"{post.title}, {post.employer}, {year - post.began} to {until}"))
        lines += [("item", deed) for deed in post.deeds]
    lines += [("heading", "Skills"), ("text", career.skills)]
    return [*lines, ("heading", "Education"), ("text", career.education)]


def _picture(made: datetime) -> bytes:
    """A page as a scanner gives it: lines, and no text."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(made)
    pdf.add_page()
    for line in range(40):
        pdf.rect(20, 20 + 6 * line, 60 + (line * 37) % 110, 2, style="F")
    return bytes(pdf.output())
