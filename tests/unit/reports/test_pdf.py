"""The report on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from app.assessment.items import AnswerKind
from app.core.ids import new_id
from app.interviews.models import InterviewKind, InterviewStatus, SignalKind, TurnKind, TurnRole
from app.reports import pdf_fonts
from app.reports.highlights import Segment
from app.reports.integrity import Level
from app.reports.pdf import MAX_ANSWER, report_pdf
from app.reports.views import (
    ConceptView,
    DecisionView,
    Header,
    NoteView,
    PointView,
    QuestionView,
    ReportView,
    SignalView,
    TurnView,
    Verdict,
)
from app.settings import get_settings

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def answer(text: str, *segments: Segment) -> TurnView:
    return TurnView(
        new_id(), TurnRole.CANDIDATE, TurnKind.ANSWER, text, 60.0, segments or (Segment(text),)
    )


def question(number: int, *replies: TurnView) -> QuestionView:
    return QuestionView(
        number=number,
        turn_id=new_id(),
        must_ask=False,
        question="What happens when a price changes?",
        at_s=30.0,
        concept="caching",
        concept_name="Caching",
        depth=3,
        depth_name="apply",
        score=0.5,
        confidence=0.8,
        low_confidence=False,
        answer_kind=AnswerKind.SUBSTANTIVE,
        kind_words="",
        answered=True,
        replies=replies,
        points=(
            PointView("a", "The key is deleted.", 1, 1.0, 0.9, False, ""),
            PointView("b", "Readers may be stale.", 1, 0.0, 0.9, False, "insufficient evidence"),
        ),
        misconceptions=("A cache is always right.",),
        sample_answer="",
        engine="built-in",
        engine_version="1.0",
    )


def view(*questions: QuestionView, name: str = "Ada Example", **changes) -> ReportView:
    header = Header(
        interview_id=new_id(),
        kind=InterviewKind.CANDIDATE,
        status=InterviewStatus.COMPLETED,
        status_words="Completed",
        candidate_id=new_id(),
        candidate_name=name,
        candidate_email="ada@example.com",
        position_id=new_id(),
        position_title="Back-end engineer",
        seniority="senior",
        duration_min=45,
        time_used_s=1634.0,
        proctoring="standard",
        created_at=AT,
        scheduled_at=None,
        expires_at=AT + timedelta(days=14),
        started_at=AT,
        ended_at=AT + timedelta(minutes=40),
        end_reason="precise",
        human_requested_at=None,
        human_resolved_at=None,
        reviewed_at=None,
        can_invite=False,
    )
    verdict = Verdict(
        report_id=new_id(),
        score=74.0,
        low=69.0,
        high=79.0,
        recommendation="hire",
        words="Hire",
        why="whole interval above the hire line at 65",
        summary="Applies caching without prompting.",
        knowledge="Caching: depth 3.1.\nKettles: not asked about.",
        questions_asked=len(questions),
        follow_ups_asked=0,
        engine="built-in",
        engine_version="1.0",
        created_at=AT,
    )
    concepts = (
        ConceptView("caching", "Caching", 3.1, 2.5, 3.7, 3, 2, 2, True, False, ()),
        ConceptView("kettles", "Kettles " * 10, None, None, None, 3, 2, 0, False, True, ()),
    )
    return ReportView(
        header=header,
        verdict=verdict,
        concepts=concepts,
        questions=questions,
        integrity=Level.LOW,
        integrity_words=Level.LOW.words,
        **changes,
    )


@pytest.fixture(autouse=True)
def no_web_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests print with the core fonts, whether or not the front end was built here."""
    monkeypatch.setattr(pdf_fonts, "FOLDER", tmp_path / "nowhere")


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_everything_a_decision_rests_on_is_printed() -> None:
    said = answer(
        "Then I delete the key.",
        Segment("Then "),
        Segment("I delete the key", ("a",)),
        Segment("."),
    )
    decision = DecisionView(new_id(), "hire", "Hire", "Clear and calm", "Member 1", AT)
    signal = SignalView(
        new_id(), SignalKind.PASTE, "pasted 212 characters", 1420.0, AT, AT, "Member 1", "Own text"
    )
    text = text_of(
        report_pdf(
            view(
                question(1, said),
                decisions=(decision,),
                notes=(NoteView(new_id(), None, "Ask about scale", "Member 2", AT),),
                signals=(signal,),
            )
        )
    )
    for printed in (
        "Ada Example",
        "74 (69 to 79 of 100)",
        "Hire: whole interval above the hire line at 65",
        "Applies caching without prompting.",
        "3.1 of 3",
        "not asked",
        "Clear and calm",
        "Ask about scale",
        "23:40 pasted 212 characters (dismissed by Member 1: Own text)",
        "What happens when a price changes?",
        "Then I delete the key.",
        "50 % of a full answer",
        "1.0 The key is deleted.",
        "0 Readers may be stale. insufficient evidence",
        "Stated, but mistaken: A cache is always right.",
        "Graded by built-in 1.0",
    ):
        assert printed in text, printed


def test_without_a_report_there_is_nothing_to_print() -> None:
    with pytest.raises(ValueError, match="no report"):
        report_pdf(replace(view(), verdict=None))


def test_without_a_score_that_is_said() -> None:
    graded = view()
    assert graded.verdict is not None
    bare = replace(graded.verdict, score=None, low=None, high=None)
    assert "No score" in text_of(report_pdf(replace(graded, verdict=bare)))


def test_characters_no_font_has_become_question_marks() -> None:
    text = text_of(report_pdf(view(question(1, answer("emoji 👩🏽‍💻 and العربية\x07 “quoted”")))))
    assert "emoji ???" in text
    assert '"quoted"' in text


def test_a_word_longer_than_a_line_and_many_lines_are_printed() -> None:
    content = report_pdf(view(question(1, answer("x" * 900 + "\n\n" + "word " * 900))))
    assert text_of(content).replace(" ", "").count("x") >= 900
    assert len(PdfReader(io.BytesIO(content)).pages) >= 2


def test_a_huge_transcript_is_shortened_and_says_so() -> None:
    one = question(1, answer("word " * (MAX_ANSWER // 5 + 200)))
    text = text_of(report_pdf(view(one)))
    assert "shortened here" in text
    many = view(*[question(number, answer("word " * 1_500)) for number in range(1, 40)])
    assert len(report_pdf(many)) < 3_000_000


def test_the_same_report_gives_the_same_file() -> None:
    report = view(question(1, answer("I delete the key.")))
    assert report_pdf(report) == report_pdf(report)


def web_font(path: Path, characters: str) -> None:
    """A font of boxes for those characters."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"u{ord(one):04x}" for one in characters)]
    pen = TTGlyphPen(None)
    for x, y in ((100, 0), (100, 500), (500, 500), (500, 0)):
        (pen.lineTo if pen.points else pen.moveTo)((x, y))
    pen.closePath()
    box = pen.glyph()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): f"u{ord(one):04x}" for one in characters})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    builder.font.flavor = "woff2"
    builder.save(path)


def test_web_fonts_of_several_scripts_become_one_font_per_weight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = "".join(map(chr, range(0x20, 0x7F)))
    for name, characters in (
        ("inter-latin", latin),
        ("inter-cyrillic", "ПриветАда"),
        ("newsreader-latin", latin + "…"),
    ):
        folder = tmp_path / name.split("-")[0] / "files"
        folder.mkdir(parents=True, exist_ok=True)
        web_font(folder / f"{name}-wght-normal.woff2", "".join(dict.fromkeys(characters)))
    monkeypatch.setattr(pdf_fonts, "FOLDER", tmp_path)
    monkeypatch.setenv("VIVAVOCE_VAR_DIR", str(tmp_path / "var"))
    get_settings.cache_clear()
    text = text_of(report_pdf(view(question(1, answer("Привет, 世 world")), name="Ада Example")))
    assert "Привет, ? world" in text
    assert "Ада Example" in text
    made = sorted(path.name for path in (tmp_path / "var" / "cache" / "fonts").iterdir())
    assert [name.rsplit("-", 1)[0] for name in made] == ["ui-400", "ui-600", "voice-400"]
    assert all(name.endswith(".ttf") for name in made)
    get_settings.cache_clear()
