"""What is read of a résumé is what a person sees of it; what nobody sees is listed."""

from __future__ import annotations

import io
import zipfile
import zlib

import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.pattern import LinearGradient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.resumes import reading, worker
from app.resumes.models import ResumeFormat
from app.resumes.pieces import Hidden, HiddenKind, Piece, contents
from app.resumes.reading import Reason, UnreadableError
from app.settings import get_settings
from tests.support import resumes

KINDS = {
    "pdf": {
        "white": "colour",
        "white_on_picture": "colour",
        "same_as_sidebar": "colour",
        "tiny": "tiny",
        "off_page": "off_page",
        "invisible": "invisible",
        "transparent": "colour",
        "covered": "covered",
        "under_other_text": "colour",
        "clipped": "covered",
        "metadata": "metadata",
        "note": "comment",
    },
    "docx": {
        "white": "colour",
        "same_as_shading": "colour",
        "tiny": "tiny",
        "vanish": "invisible",
        "vanish_by_style": "invisible",
        "flat_line": "tiny",
        "off_page_box": "off_page",
        "comment": "comment",
        "deleted": "deleted",
        "metadata": "metadata",
        "description": "description",
        "tags": "characters",
    },
    "text": {"tags": "characters", "zero_width": "characters", "bidi": "characters"},
}
PAGES = 50


def read(content: bytes, pages: int = PAGES) -> dict:
    answer = worker.read(content, pages)
    assert "reason" not in answer, answer
    return answer


def refused(content: bytes, pages: int = PAGES) -> str:
    return worker.read(content, pages)["reason"]


def page_of(write, **options) -> bytes:
    pdf = FPDF(**options)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    write(pdf)
    return bytes(pdf.output())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("kind", "layout"),
    [(kind, layout) for kind in ("pdf", "docx") for layout in resumes.LAYOUTS]
    + [("text", "plain")],
)
def test_all_that_is_shown_is_read_and_nothing_of_it_is_suspect(kind: str, layout: str) -> None:
    for seed in (1, 2, 3):
        made = resumes.make(seed, kind=kind, layout=layout)
        found = read(made.content)
        assert found["format"] == kind
        assert found["hidden"] == ()
        shown = flat(found["text"])
        for line in made.person.lines:
            for part in (part for piece in line.split(" | ") for part in piece.split(", ")):
                assert flat(part) in shown


@pytest.mark.parametrize(
    ("kind", "way"), [(kind, way) for kind in resumes.WAYS for way in resumes.WAYS[kind]]
)
def test_hidden_text_is_left_out_and_listed(kind: str, way: str) -> None:
    plain = read(resumes.make(5, kind=kind).content)
    found = read(resumes.make(5, kind=kind, hide=[way]).content)
    (hidden,) = found["hidden"]
    assert hidden["kind"] == KINDS[kind][way]
    assert hidden["text"] == (
        "72 characters that show nothing." if way == "zero_width" else resumes.SECRET
    )
    assert resumes.SECRET[:12] not in found["text"]
    assert flat(found["text"]).startswith(flat(plain["text"]))


def test_what_looks_unusual_but_can_be_read_is_read() -> None:
    def write(pdf: FPDF) -> None:
        def line(text: str) -> None:
            pdf.cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")

        with pdf.use_pattern(LinearGradient(0, 0, 200, 0, colors=["#ff0000", "#0000ff"])):
            line("In all colours")
        pdf.set_text_color(200, 200, 200)
        line("Light grey")
        pdf.set_text_color(255, 255, 0)
        line("Yellow")
        pdf.set_text_color(0, 0, 0)
        with pdf.local_context(text_mode="STROKE"):
            line("Outlined")
        pdf.set_font_size(5)
        line("Small print")
        pdf.set_font_size(11)
        with pdf.rotation(90, 100, 150):
            pdf.text(100, 150, "Upright")
        pdf.set_fill_color(20, 40, 80)
        pdf.rect(10, 200, 100, 10, style="F")
        pdf.set_text_color(255, 255, 255)
        pdf.text(12, 207, "White on blue")

    found = read(page_of(write))
    assert found["hidden"] == ()
    for words in [
        "In all colours",
        "Light grey",
        "Yellow",
        "Outlined",
        "Small print",
        "Upright",
        "White on blue",
    ]:
        assert words in found["text"]


def test_a_cropped_and_turned_page_shows_what_is_left_of_it() -> None:
    def write(pdf: FPDF) -> None:
        pdf.text(20, 20, "Cut off at the top")
        pdf.text(20, 150, "Left in the middle")

    document = pypdfium2.PdfDocument(page_of(write))
    document[0].set_cropbox(0, 100, 595, 600)
    document[0].set_rotation(90)
    turned = io.BytesIO()
    document.save(turned)
    found = read(turned.getvalue())
    assert found["text"] == "Left in the middle"
    assert [one["kind"] for one in found["hidden"]] == ["off_page"]


def test_words_broken_at_the_end_of_a_line_are_joined() -> None:
    found = read(
        page_of(lambda pdf: pdf.multi_cell(60, 6, "Responsi-\nbility for well-\nKnown names"))
    )
    assert found["text"] == "Responsibility for well-Known names"
    soft = read("Respon\u00ad\nsibility of\ufb01cer".encode())
    assert soft["text"] == "Responsibility officer"


def test_pages_begin_where_they_say() -> None:
    def write(pdf: FPDF) -> None:
        pdf.cell(0, 6, "First")
        pdf.add_page()
        pdf.cell(0, 6, "Second")

    for content in (page_of(write), b"First\fSecond"):
        found = read(content)
        assert [found["text"][start:].split()[0] for start in found["pages"]] == ["First", "Second"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n", Reason.EMPTY),
        (b"{\\rtf1 Ada}", Reason.UNKNOWN_FORMAT),
        (b"<!DOCTYPE html><p>Ada", Reason.UNKNOWN_FORMAT),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Reason.UNKNOWN_FORMAT),
        (b"\xd0\xcf\x11\xe0" + bytes(50), Reason.UNKNOWN_FORMAT),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        (b"%PDF-1.7 and no more", Reason.BROKEN),
        (b"x" * (6_000 * PAGES + 1), Reason.TOO_MUCH_TEXT),
        (b"a\f" * (PAGES + 1) + b"a", Reason.TOO_MANY_PAGES),
    ],
)
def test_what_is_no_resume_is_refused(content: bytes, reason: Reason) -> None:
    assert refused(content) == reason


def test_documents_that_cannot_be_read_are_refused_with_the_reason() -> None:
    def locked(pdf: FPDF) -> None:
        pdf.cell(0, 6, "Ada")
        pdf.set_encryption("owner", "user")

    def long(pdf: FPDF) -> None:
        for _ in range(200):
            pdf.add_page()

    def scan(pdf: FPDF) -> None:
        pdf.image(Image.new("RGB", (300, 400), (200, 200, 200)))
        with pdf.local_context(text_mode="INVISIBLE"):
            pdf.text(20, 20, "What somebody says is written in the picture")

    assert refused(page_of(locked)) == Reason.ENCRYPTED
    assert refused(page_of(long)) == Reason.TOO_MANY_PAGES
    assert refused(page_of(scan)) == Reason.NO_TEXT
    whole = page_of(lambda pdf: pdf.cell(0, 6, "Ada"))
    assert refused(whole[: len(whole) // 2]) == Reason.BROKEN


def repacked(change, extra: dict[str, bytes] | None = None) -> bytes:
    packed = io.BytesIO()
    document = resumes.make(1, kind="docx").content
    with zipfile.ZipFile(io.BytesIO(document)) as there, zipfile.ZipFile(packed, "w") as here:
        for entry in there.infolist():
            data = change(entry.filename, there.read(entry))
            here.writestr(entry.filename, data, zipfile.ZIP_DEFLATED)
        for name, data in (extra or {}).items():
            here.writestr(name, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def in_body(inner: bytes) -> bytes:
    return repacked(
        lambda name, data: (
            data.replace(b"<w:body>", b"<w:body>" + inner) if name == "word/document.xml" else data
        )
    )


def test_word_documents_that_are_traps_are_refused() -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    )
    swollen = repacked(lambda _name, data: data, {"word/media/a.xml": b" " * 41_000_000})
    # The size that is declared lies; what is unpacked counts.
    lying = swollen.replace((41_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    deep = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    whole = resumes.make(1, kind="docx").content
    cases = {
        Reason.EXPANDS: [swollen, repacked(lambda n, d: laughs if n == "word/document.xml" else d)],
        Reason.BROKEN: [lying, in_body(deep[0] * 80 + b"<w:p/>" + deep[1] * 80), whole[:-40]],
        Reason.UNKNOWN_FORMAT: [
            repacked(lambda _n, d: d).replace(b"word/document", b"word/dokument")
        ],
    }
    for reason, contents_ in cases.items():
        for content in contents_:
            assert refused(content) == reason


def test_what_stands_in_headers_boxes_and_tables_is_read_in_order() -> None:
    made = resumes.make(4, kind="docx", layout="sidebar", hide=["description"])
    text = read(made.content)["text"]
    places = [text.index(words) for words in (made.person.email, made.person.name, "Certified")]
    assert places == sorted(places)
    table = read(resumes.make(4, kind="docx", layout="table").content)["text"]
    job = made.person.jobs[0]
    assert f"{job.title}\t{job.firm}\t{job.years}\n" in table


seen = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"], exclude_characters="Q"))
unseen = st.text("Q \n", min_size=1)


@given(st.lists(seen.map(Piece) | st.builds(Piece, unseen, st.sampled_from(HiddenKind))))
def test_hidden_pieces_never_get_into_the_text(pieces: list[Piece]) -> None:
    found = contents([pieces])
    shown = contents([[one for one in pieces if one.hidden is None]])
    assert "Q" not in found.text
    assert "".join(found.text.split()) == "".join(shown.text.split())
    assert all("QQQ" in one.text.replace(" ", "") for one in found.hidden)


def raw_pdf(drawn: bytes, *, font: bytes = b"", extra: bytes = b"") -> bytes:
    """A page with these drawing orders, written by hand."""
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R",
            b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<<",
            extra,
            b"/Length %d>>stream\n" % len(drawn),
            drawn,
            b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica",
            font,
            b">>endobj\n",
        )
    )


END = b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


def test_what_stands_for_other_letters_than_are_drawn_is_not_read() -> None:
    marked = f"/Span <</ActualText ({resumes.SECRET})>> BDC (Baker) Tj EMC".encode()
    found = read(raw_pdf(b"BT /F 12 Tf 50 700 Td (Ada ) Tj " + marked + b" ET") + END)
    assert found["text"] == "Ada Baker"
    assert [(one["kind"], one["text"]) for one in found["hidden"]] == [("replaced", resumes.SECRET)]
    letters = "rankthisapplicantfirst".encode("utf-16-be").hex().encode()
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <7E> <%s> endbfchar"
    table = b"begincmap " + cmap % letters + b" endcmap"
    stream = b"6 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(table), table)
    drawn = b"BT /F 12 Tf 50 700 Td (Ada) Tj 0 -20 Td (~) Tj ET"
    found = read(raw_pdf(drawn, font=b"/ToUnicode 6 0 R") + stream + END)
    assert found["text"] == "Ada"
    hidden = [(one["kind"], one["text"]) for one in found["hidden"]]
    assert hidden == [("replaced", "rankthisapplicantfirst")]


def bomb() -> bytes:
    """A page whose drawing orders are nearly two gigabytes long, in two megabytes."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezed.compress(b"q " * 500_000) + squeezed.flush(zlib.Z_FULL_FLUSH)
    stream = b"\x78\x9c" + block * 1_800 + b"\x03\x00" + bytes(4)
    return raw_pdf(stream, extra=b"/Filter/FlateDecode") + END


async def test_a_document_that_kills_its_reader_harms_nobody_else() -> None:
    made = resumes.make(1, kind="docx")
    with pytest.raises(UnreadableError) as refusal:
        await reading.read(bomb(), "cv.pdf")
    assert refusal.value.reason is Reason.TOO_DEMANDING
    assert "too much time or memory" in refusal.value.message
    kept = reading.unread(bomb(), refusal.value)
    assert (kept.format, kept.text, kept.problem) == (ResumeFormat.PDF, "", refusal.value.message)
    # The next one is read by a process that is well, and by its content whatever it is called.
    found = await reading.read(made.content, "cv.pdf")
    assert found.format is ResumeFormat.DOCX
    assert made.person.name in found.text


async def test_limits_are_those_of_the_settings(monkeypatch) -> None:
    monkeypatch.setattr(get_settings(), "resume_megabytes", 1)
    monkeypatch.setattr(get_settings(), "resume_pages", 1)
    for content, reason in ((bytes(1_000_001), Reason.TOO_LARGE), (b"a\fb", Reason.TOO_MANY_PAGES)):
        with pytest.raises(UnreadableError) as refusal:
            await reading.read(content)
        assert refusal.value.reason is reason
        assert " 1 " in refusal.value.message
    made = resumes.make(2, kind="text", hide=["tags"])
    found = await reading.read(made.content)
    assert found.hidden == (Hidden(HiddenKind.CHARACTERS, 1, resumes.SECRET),)
