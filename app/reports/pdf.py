"""A report on paper: the score with its interval, depth by concept, and the answers with evidence.

Everything is drawn from a `ReportView`; nothing is computed anew. The work takes up to some
seconds for long interviews, so callers run it in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from app.assessment.items import DEPTH_NAMES, MAX_DEPTH
from app.assessment.scoring import HIRE_FROM
from app.interviews.models import TurnKind
from app.reports import pdf_fonts
from app.reports.build import spoke
from app.reports.wording import clock_time, machine_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.reports.highlights import Segment
    from app.reports.views import ConceptView, PointView, QuestionView, ReportView, TurnView

    Colour = tuple[int, int, int]

INK, DIM, LINE, ACCENT, BAND, MARK = (
    (27, 29, 31),
    (85, 89, 94),
    (201, 201, 196),
    (59, 91, 219),
    (200, 211, 250),
    (253, 240, 196),
)
MAX_ANSWER, MAX_ANSWERS = 8_000, 120_000
"""Characters of one answer, and of all, that are printed; what is left out is said."""

MAX_SIGNALS = 60
_MARGIN, _WIDTH = 18.0, 174.0
_NAME_WIDTH, _VALUE_WIDTH, _CREDIT_WIDTH, _ROW = 52.0, 24.0, 9.0, 8.0
_SHORTENED = " … shortened here; the whole answer is in the report online."


def report_pdf(view: ReportView) -> bytes:
    """The report as a PDF file, A4. Raises ValueError for an interview without a report."""
    if view.verdict is None:
        raise ValueError("there is no report to print yet")
    document = _Document(view)
    document.set_creation_date(view.verdict.created_at)
    document.add_page()
    document.head()
    document.score()
    document.concepts()
    document.decision()
    document.integrity()
    document.questions()
    return bytes(document.output())


class _Document(FPDF):
    """The pages. Sections are drawn from top to bottom by the methods of their names."""

    def __init__(self, view: ReportView) -> None:
        super().__init__(format="A4")
        assert view.verdict is not None  # noqa: S101 - report_pdf has refused it
        self._view = view
        self._verdict = view.verdict
        self._left_to_print = MAX_ANSWERS
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=20)
        # Text begins where rules and marks begin.
        self.c_margin = 0
        self.set_lang("en")
        self._fonts = pdf_fonts.register(self)
        self.set_title(self._fonts.printable(f"Report: {view.header.candidate_name}"))
        self.set_creator("Vivavoce")

    def footer(self) -> None:
        """Who graded, and the page; called by the library at the end of every page."""
        self.set_y(-14)
        graded = f"Graded by {self._verdict.engine} {self._verdict.engine_version}".strip()
        self._font(8, DIM)
        made = f"Vivavoce   {graded}   report {self._verdict.report_id}"
        self.cell(_WIDTH - 20, 5, self._fonts.printable(made))
        self.cell(20, 5, f"{self.page_no()}", align="R")

    def head(self) -> None:
        """Who was interviewed for what, and when."""
        header = self._view.header
        self._line(header.position_title, 10, DIM)
        self._line(header.candidate_name, 22, bold=True, height=10)
        parts = [header.status_words]
        if header.ended_at is not None:
            parts.append(f"{header.ended_at:%d %B %Y}")
        used = clock_time(header.time_used_s)
        parts.append(f"{used} of {header.duration_min} min")
        parts.append(
            f"{self._verdict.questions_asked} questions, "
            f"{self._verdict.follow_ups_asked} follow-ups"
        )
        if header.candidate_email:
            parts.insert(0, header.candidate_email)
        self._line("   ".join(parts), 9, DIM)
        self.ln(4)

    def score(self) -> None:
        """The score, its interval, the recommendation, and the summary."""
        verdict = self._verdict
        if verdict.score is None or verdict.low is None or verdict.high is None:
            self._line("No score", 18, bold=True, height=9)
        else:
            self._line(
                f"{verdict.score:.0f}   ({verdict.low:.0f} to {verdict.high:.0f} of 100)",
                18,
                bold=True,
                height=9,
            )
            self._interval_bar(verdict.score, verdict.low, verdict.high)
        self._line(f"{verdict.words}: {verdict.why}", 10, bold=True)
        if verdict.machine is not None:
            self._line(machine_words(verdict.machine), 9, DIM)
        self.ln(1)
        self._paragraph(verdict.summary)
        for remark in self._view.remarks:
            self._paragraph(remark, colour=DIM)
        self.ln(3)

    def _interval_bar(self, score: float, low: float, high: float) -> None:
        y, per_point = self.get_y() + 3, _WIDTH / 100
        self._box(_MARGIN, y - 0.3, _WIDTH, 0.6, LINE)
        self._box(_MARGIN + low * per_point, y - 1.5, max((high - low) * per_point, 0.5), 3, BAND)
        self._box(_MARGIN + HIRE_FROM * per_point, y - 2.5, 0.4, 5, DIM)
        self._dot(_MARGIN + score * per_point, y)
        self.set_y(y + 5)

    def concepts(self) -> None:
        """Depth by concept as a forest plot."""
        self._title("Depth by concept")
        self._line("dot: estimate   band: 90 % interval   notch: target", 8, DIM)
        left = _MARGIN + _NAME_WIDTH
        scale = _WIDTH - _NAME_WIDTH - _VALUE_WIDTH
        self._font(7.5, DIM)
        y = self.get_y()
        for level in range(1, MAX_DEPTH + 1):
            self.set_xy(left + (level - 1) * scale / MAX_DEPTH, y)
            self.cell(scale / MAX_DEPTH, 4, DEPTH_NAMES[level], align="R")
        self.set_xy(_MARGIN, y + 5)
        for concept in self._view.concepts:
            self._concept(concept, left, scale)
        self.ln(2)
        for line in self._verdict.knowledge.splitlines():
            self._paragraph(line, size=9)
            self.ln(1.5)
        self.ln(2)

    def _concept(self, concept: ConceptView, left: float, scale: float) -> None:
        if self.will_page_break(_ROW):
            self.add_page()
        y, per_level = self.get_y(), scale / MAX_DEPTH
        middle = y + _ROW / 2
        self._font(9, INK)
        self.cell(_NAME_WIDTH - 2, _ROW, self._clipped(concept.name, _NAME_WIDTH - 3))
        self._box(left, middle - 0.1, scale, 0.2, LINE)
        for level in range(MAX_DEPTH + 1):
            self._box(left + level * per_level - 0.1, y, 0.2, _ROW, LINE)
        if concept.depth is not None and concept.low is not None and concept.high is not None:
            width = max((concept.high - concept.low) * per_level, 0.5)
            self._box(left + concept.low * per_level, middle - 1.5, width, 3, BAND)
            self._box(left + concept.target * per_level - 0.2, middle - 2.5, 0.4, 5, INK)
            self._dot(left + concept.depth * per_level, middle)
            value = f"{concept.depth:.1f} of {concept.target}"
        else:
            value = "not graded" if concept.asked else "not asked"
        self.set_xy(left + scale, y)
        self._font(9, INK if concept.depth is not None else DIM)
        self.cell(_VALUE_WIDTH, _ROW, value, align="R")
        self.set_xy(_MARGIN, y + _ROW)

    def decision(self) -> None:
        """What people decided; the newest decision holds."""
        self._title("Decision")
        if not self._view.decisions:
            self._paragraph("Nobody has decided yet. The score only advises.", colour=DIM)
        for decision in self._view.decisions:
            self._line(f"{decision.words}   {decision.by}, {decision.at:%d %B %Y}", 9.5, bold=True)
            self._paragraph(decision.reason)
            self.ln(1.5)
        for note in self._view.notes:
            self._line(f"Note   {note.by}, {note.at:%d %B %Y}", 8.5, DIM)
            self._paragraph(note.text)
            self.ln(1.5)
        self.ln(2)

    def integrity(self) -> None:
        """What the room recorded, beside the score and never part of it."""
        self._title("Integrity")
        self._paragraph(self._view.integrity_words)
        for signal in self._view.signals[:MAX_SIGNALS]:
            line = f"{clock_time(signal.at_s)}   {signal.words}"
            if signal.dismissed:
                line += f"   (dismissed by {signal.dismissed_by}: {signal.dismissed_reason})"
            self._paragraph(line, size=8.5)
        more = len(self._view.signals) - MAX_SIGNALS
        if more > 0:
            self._paragraph(f"and {more} more, shown online", size=8.5, colour=DIM)
        self.ln(3)

    def questions(self) -> None:
        """Every question with its answers, evidence marked, and the points of a full answer."""
        self._title("Questions and answers")
        for question in self._view.questions:
            self._question(question)

    def _question(self, question: QuestionView) -> None:
        if self.will_page_break(30):
            self.add_page()
        about = "Asked of everyone" if question.must_ask else question.concept_name
        if question.depth:
            about += f", depth {question.depth} ({question.depth_name})"
        if question.score is not None:
            grade = f"{question.score * 100:.0f} % of a full answer"
        else:
            grade = "not graded" if question.answered else "not answered"
        if question.human is not None and question.machine_score is not None:
            machine = f"machine {question.machine_score * 100:.0f} %"
            grade += f", by {question.human.by} ({machine})"
        words = f"   {question.kind_words}" if question.kind_words else ""
        head = f"{question.number}. {about}   {clock_time(question.at_s)}   {grade}{words}"
        self._line(head, 9, DIM, bold=True)
        self._flow([question.question], voice=True, size=11.5)
        for turn in question.replies:
            self._reply(turn)
        for point in question.points:
            self._point(point)
        for mistaken in question.misconceptions:
            self._paragraph(f"Stated, but mistaken: {mistaken}", size=8.5)
        self.ln(4)

    def _point(self, point: PointView) -> None:
        """A reference point with its credit in a column of its own, and why there is none."""
        if self.will_page_break(9):
            self.add_page()
        self._font(8.5, INK if point.credit else DIM, bold=bool(point.credit))
        self.cell(
            _CREDIT_WIDTH - 2, 4.25, f"{point.credit:.1f}" if point.credit else "0", align="R"
        )
        self.set_left_margin(_MARGIN + _CREDIT_WIDTH)
        self.set_x(_MARGIN + _CREDIT_WIDTH)
        self._paragraph(point.text, size=8.5, width=_WIDTH - _CREDIT_WIDTH)
        if point.note:
            self._paragraph(point.note, size=8, colour=DIM, width=_WIDTH - _CREDIT_WIDTH)
        self.set_left_margin(_MARGIN)
        self.set_x(_MARGIN)
        self.ln(0.6)

    def _reply(self, turn: TurnView) -> None:
        if turn.kind is not TurnKind.ANSWER:
            self._line(spoke(turn), 8, DIM)
        budget = min(MAX_ANSWER, self._left_to_print)
        self._left_to_print -= min(len(turn.text), budget)
        self._flow(_cut(turn.segments, budget), voice=True, size=10.5)
        if len(turn.text) > budget:
            self._paragraph(_SHORTENED.strip(), size=8.5, colour=DIM)
        self.ln(1)

    def _flow(self, parts: Iterable[Segment | str], *, voice: bool, size: float) -> None:
        """Running text in which some words are marked as evidence."""
        self._font(size, INK, voice=voice)
        height = size * 0.5
        self.set_fill_color(*MARK)
        for part in parts:
            text, mark = (part, False) if isinstance(part, str) else (part.text, part.mark)
            for number, line in enumerate(self._fonts.printable(text).split("\n")):
                if number:
                    self.ln(height)
                for word in _words(line):
                    self._word(word, height, mark=mark)
        self.ln(height + 1)

    def _word(self, word: str, height: float, *, mark: bool) -> None:
        for piece in self._fitting(word):
            # A space at the end of a line may stand in the margin.
            width = self.get_string_width(piece.rstrip(" "))
            if self.get_x() > _MARGIN and self.get_x() + width > _MARGIN + _WIDTH:
                self.ln(height)
            if self.will_page_break(height):
                self.add_page()
            self.cell(
                self.get_string_width(piece),
                height,
                piece,
                fill=mark,
                new_x=XPos.RIGHT,
                new_y=YPos.TOP,
            )

    def _fitting(self, word: str) -> Sequence[str]:
        """The word, or, where it is longer than a line, pieces of it."""
        if self.get_string_width(word) <= _WIDTH:
            return [word]
        size = max(int(len(word) * _WIDTH / self.get_string_width(word) * 0.7), 1)
        return [word[start : start + size] for start in range(0, len(word), size)]

    def _title(self, text: str) -> None:
        if self.will_page_break(25):
            self.add_page()
        self.start_section(text)
        self._box(_MARGIN, self.get_y(), _WIDTH, 0.2, LINE)
        self.ln(2)
        self._line(text, 12, bold=True, height=7)

    def _line(
        self,
        text: str,
        size: float,
        colour: Colour = INK,
        *,
        bold: bool = False,
        height: float = 5,
    ) -> None:
        self._font(size, colour, bold=bold)
        self._block(text, height)

    def _paragraph(
        self, text: str, *, size: float = 9.5, colour: Colour = INK, width: float = _WIDTH
    ) -> None:
        self._font(size, colour)
        self._block(text, size * 0.5, width)

    def _block(self, text: str, height: float, width: float = _WIDTH) -> None:
        self.multi_cell(
            width,
            height,
            self._fonts.printable(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _font(
        self, size: float, colour: Colour, *, bold: bool = False, voice: bool = False
    ) -> None:
        family = self._fonts.voice if voice else self._fonts.ui
        self.set_font(family, "B" if bold else "", size)
        self.set_text_color(*colour)

    def _clipped(self, text: str, width: float) -> str:
        shown = self._fonts.printable(text)
        if self.get_string_width(shown) <= width:
            return shown
        end = self._fonts.printable("…")
        while shown and self.get_string_width(shown + end) > width:
            shown = shown[:-1]
        return shown.rstrip() + end

    def _box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")

    def _dot(self, x: float, y: float) -> None:
        self.set_fill_color(*ACCENT)
        self.circle(x, y, 1.5, style="F")


def _words(line: str) -> list[str]:
    """The words of a line, each with the space after it."""
    words = line.split(" ")
    return [f"{word} " for word in words[:-1]] + ([words[-1]] if words[-1] else [])


def _cut(segments: Sequence[Segment], budget: int) -> list[Segment | str]:
    """The segments up to a number of characters."""
    parts: list[Segment | str] = []
    for segment in segments:
        if budget <= 0:
            break
        if len(segment.text) <= budget:
            parts.append(segment)
        else:
            parts.append(segment.text[:budget])
        budget -= len(segment.text)
    return parts
