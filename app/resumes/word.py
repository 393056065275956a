"""Word documents as a person would see them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml

from app.resumes import package
from app.resumes.pieces import Contents, Hidden, HiddenKind, Piece, contents, says_more
from app.resumes.plain import PAGE
from app.resumes.problems import Reason, UnreadableError
from app.resumes.word_looks import Ground, Looks, number

if TYPE_CHECKING:
    from collections.abc import Iterator

nsmap.setdefault("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape")
nsmap.setdefault("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _TAB, _BREAK, _RETURN = qn("w:r"), qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_DELETED = frozenset({qn("w:del"), qn("w:moveFrom")})
_BOX, _FALLBACK, _INSTRUCTION = qn("w:txbxContent"), qn("mc:Fallback"), qn("w:instrText")
_DRAWING = frozenset({qn("w:drawing"), qn("w:pict")})
_HYPHEN, _PAGE_BREAK = qn("w:noBreakHyphen"), qn("w:lastRenderedPageBreak")
_PROPERTIES = ("title", "subject", "keywords", "comments", "category", "author")
_SIDES = ("header", "footer")
_NOTES = {"footnotes": qn("w:footnote"), "endnotes": qn("w:endnote")}
# Nesting deeper than this is nobody's table in a table.
_DEEPEST = 60
_INCH = 914_400
_FAR = 25 * _INCH


def read_word(content: bytes, *, most_pages: int) -> Contents:
    """What a person sees: headers, body, foot notes, footers. Raises UnreadableError."""
    package.check(content)
    try:
        document = docx.Document(io.BytesIO(content))
        walk = _Walk(document)
        pages = walk.pages()
    except UnreadableError:
        raise
    except Exception as error:
        # python-docx and lxml raise whatever their insides do where a part is not what it says.
        raise UnreadableError(Reason.BROKEN) from error
    shown = "".join(piece.text for page in pages for piece in page if piece.hidden is None)
    if len(pages) > most_pages:
        raise UnreadableError(Reason.TOO_MANY_PAGES, limit=most_pages)
    if len(shown) > PAGE * most_pages:
        raise UnreadableError(Reason.TOO_MUCH_TEXT, limit=most_pages)
    return contents(pages, (*walk.beside, *_properties(document, shown)))


def _properties(document: Any, shown: str) -> Iterator[Hidden]:  # noqa: ANN401 - of lxml
    for name in _PROPERTIES:
        text = getattr(document.core_properties, name, "") or ""
        if says_more(text, shown):
            yield Hidden(HiddenKind.METADATA, None, text)


class _Walk:
    """One way through a document, in the order in which it is read."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self._document = document
        self._looks = Looks(document)
        self._pages: list[list[Piece]] = [[]]
        self.beside: list[Hidden] = []

    def pages(self) -> list[list[Piece]]:
        """The pieces of each page, as far as the document knows where its pages end."""
        ground = self._looks.page_ground()
        self._aside(_SIDES[0], ground)
        self._blocks(self._document.element.body, ground, 0)
        for part in self._parts():
            name = str(part.partname).rsplit("/", 1)[-1].removesuffix(".xml")
            if name in _NOTES:
                for note in _root(part).iter(_NOTES[name]):
                    self._blocks(note, ground, 0)
            elif name == "comments":
                text = "\n".join(_plain_text(one) for one in _root(part))
                self.beside.append(Hidden(HiddenKind.COMMENT, None, text))
        self._aside(_SIDES[1], ground)
        return self._pages

    def _parts(self) -> list[Any]:
        related = self._document.part.rels.values()
        return [one.target_part for one in related if not one.is_external]

    def _aside(self, side: str, ground: Ground) -> None:
        """Headers or footers: each once, however many sections show it."""
        seen: set[str] = set()
        for part in self._parts():
            name = str(part.partname).rsplit("/", 1)[-1]
            if not name.startswith(side):
                continue
            root = _root(part)
            text = _plain_text(root)
            if text not in seen:
                seen.add(text)
                self._blocks(root, ground, 0)

    def _blocks(self, parent: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        if depth > _DEEPEST:
            raise UnreadableError(Reason.BROKEN)
        for child in parent:
            if child.tag == _PARAGRAPH:
                self._paragraph(child, ground, depth)
            elif child.tag == _TABLE:
                self._table(child, ground, depth)
            elif child.tag in _DELETED:
                self._say(_plain_text(child), HiddenKind.DELETED)
            elif isinstance(child.tag, str) and child.tag != _FALLBACK:
                self._blocks(child, ground, depth + 1)

    def _table(self, table: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        for row in table.iter(_ROW):
            if next(row.iterancestors(_TABLE)) is not table:
                continue
            for place, cell in enumerate(one for one in row.iter(_CELL) if _row_of(one) is row):
                if place:
                    self._end_with("\t")
                self._blocks(cell, self._looks.cell_ground(cell, table, ground), depth + 1)
            self._end_with("\n")

    def _paragraph(self, paragraph: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        own = self._looks.paragraph_ground(paragraph, ground)
        self._inline(paragraph, paragraph, own, depth)
        self._say("\n")

    def _inline(self, parent: Any, paragraph: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        if depth > _DEEPEST:
            raise UnreadableError(Reason.BROKEN)
        for child in parent:
            if child.tag == _RUN:
                self._run(child, paragraph, ground, depth)
            elif child.tag in _DELETED:
                self._say(_plain_text(child), HiddenKind.DELETED)
            elif isinstance(child.tag, str) and child.tag != _FALLBACK:
                self._inline(child, paragraph, ground, depth + 1)

    def _run(self, run: Any, paragraph: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        hidden = self._looks.hidden(run, paragraph, ground)
        for child in run.iterchildren():
            if child.tag == _TEXT:
                self._say(child.text or "", hidden)
            elif child.tag == _TAB:
                self._say("\t")
            elif child.tag in {_BREAK, _RETURN}:
                self._break(child)
            elif child.tag == _HYPHEN:
                self._say("-", hidden)
            elif child.tag == _PAGE_BREAK:
                self._new_page()
            elif child.tag != _INSTRUCTION:
                self._drawn(child, ground, depth)

    def _break(self, element: Any) -> None:  # noqa: ANN401
        if element.get(qn("w:type")) == "page":
            self._new_page()
        else:
            self._say("\n")

    def _drawn(self, element: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        """Text boxes of a drawing, and what describes it to those who cannot see it."""
        for part in element.iter():
            if any(one.tag == _FALLBACK for one in part.iterancestors()):
                continue
            if part.tag == _BOX and not any(one.tag == _BOX for one in _up_to(part, element)):
                self._box(part, element, ground, depth)
            elif isinstance(part.tag, str) and part.tag.endswith("}docPr"):
                text = part.get("descr") or part.get("title") or ""
                if says_more(text, ""):
                    self.beside.append(Hidden(HiddenKind.DESCRIPTION, None, text))

    def _box(self, box: Any, drawing: Any, ground: Ground, depth: int) -> None:  # noqa: ANN401
        if _is_far_off(drawing):
            self._say(_plain_text(box), HiddenKind.OFF_PAGE)
            return
        self._say("\n")
        self._blocks(box, self._looks.box_ground(box, ground), depth + 1)

    def _say(self, text: str, hidden: HiddenKind | None = None) -> None:
        if text:
            self._pages[-1].append(Piece(text, hidden))

    def _end_with(self, mark: str) -> None:
        """End a cell or a row: its last paragraph has ended the line already."""
        page = self._pages[-1]
        if page and page[-1] == Piece("\n"):
            page.pop()
        self._say(mark)

    def _new_page(self) -> None:
        if any(piece.text.strip() for piece in self._pages[-1]):
            self._pages.append([])


def _root(part: Any) -> Any:  # noqa: ANN401
    """The tree of a part, parsed with the library's parser: no entities, nothing from outside."""
    if hasattr(part, "element"):
        return part.element
    return parse_xml(part.blob)


def _plain_text(element: Any) -> str:  # noqa: ANN401
    tags = {_TEXT, qn("w:delText")}
    return " ".join(" ".join(one.text or "" for one in element.iter(*tags)).split())


def _row_of(cell: Any) -> Any:  # noqa: ANN401
    return next(cell.iterancestors(_ROW), None)


def _up_to(element: Any, top: Any) -> Iterator[Any]:  # noqa: ANN401
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def _is_far_off(drawing: Any) -> bool:  # noqa: ANN401
    """Whether a drawing is placed where no page reaches."""
    offsets = [number(one.text) for one in drawing.iter() if str(one.tag).endswith("}posOffset")]
    return any(offset is not None and not -_FAR < offset < _FAR for offset in offsets)
