"""A receipt on paper: one page that says what was paid, when, by whom, and what went back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from app.billing.prices import money
from app.reports import pdf_fonts
from app.reports.pdf import DIM, INK, LINE

if TYPE_CHECKING:
    from app.billing.top_ups import Receipt

_MARGIN, _WIDTH, _LABEL = 24.0, 162.0, 50.0


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt as PDF. It takes some tenths of a second, so callers run it in a thread."""
    page = _Page(receipt)
    page.set_creation_date(receipt.paid_at)
    page.add_page()
    page.head()
    page.facts()
    page.foot()
    return bytes(page.output())


class _Page(FPDF):
    def __init__(self, receipt: Receipt) -> None:
        super().__init__(format="A4")
        self._receipt = receipt
        self.set_margins(_MARGIN, _MARGIN)
        # Text begins where rules begin.
        self.c_margin = 0
        self.set_lang("en")
        self._fonts = pdf_fonts.register(self)
        self.set_title(self._fonts.printable(f"Receipt {receipt.number}"))
        self.set_creator("Vivavoce")

    def head(self) -> None:
        """What this is, and the amount."""
        self._line("Vivavoce", 10, DIM)
        self._line("Receipt", 22, bold=True, height=11)
        self._line(f"No. {self._receipt.number}", 10, DIM)
        self.ln(10)
        self._line(self._amount(self._receipt.amount_cents), 26, bold=True, height=12)
        self._line(f"paid on {self._date()}", 10, DIM)
        self.ln(8)

    def facts(self) -> None:
        """The particulars, a line each."""
        receipt = self._receipt
        self._fact("For", "Prepaid interviews: top-up of the wallet")
        self._fact("Organisation", receipt.organization_name)
        if receipt.automatic:
            self._fact("Paid by", "the saved card, automatically")
        elif receipt.by:
            self._fact("Paid by", receipt.by)
        self._fact("Paid through", f"Stripe   {receipt.payment_reference}")
        self._fact("Paid", self._amount(receipt.amount_cents))
        if receipt.refunded_cents:
            self._fact("Refunded", self._amount(-receipt.refunded_cents))
        if receipt.disputed_cents:
            self._fact("Taken back by the bank", self._amount(-receipt.disputed_cents))
        kept = receipt.amount_cents - receipt.refunded_cents - receipt.disputed_cents
        if kept != receipt.amount_cents:
            self._fact("Remains", self._amount(kept))
        self._rule()

    def foot(self) -> None:
        """What it is not."""
        self.ln(6)
        self._line(
            "This confirms a payment in advance. It is not an invoice for tax purposes.", 8.5, DIM
        )

    def _fact(self, label: str, value: str) -> None:
        self._rule()
        self.ln(3)
        y = self.get_y()
        self._font(9.5, DIM)
        self.cell(_LABEL, 5, self._fonts.printable(label))
        self._font(9.5, INK)
        self.set_xy(_MARGIN + _LABEL, y)
        self.multi_cell(
            _WIDTH - _LABEL,
            5,
            self._fonts.printable(value),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self.ln(3)

    def _rule(self) -> None:
        self.set_draw_color(*LINE)
        self.line(_MARGIN, self.get_y(), _MARGIN + _WIDTH, self.get_y())

    def _line(
        self,
        text: str,
        size: float,
        colour: tuple[int, int, int] = INK,
        *,
        bold: bool = False,
        height: float = 5,
    ) -> None:
        self._font(size, colour, bold=bold)
        self.multi_cell(
            _WIDTH,
            height,
            self._fonts.printable(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _font(self, size: float, colour: tuple[int, int, int], *, bold: bool = False) -> None:
        self.set_font(self._fonts.ui, "B" if bold else "", size)
        self.set_text_color(*colour)

    def _amount(self, cents: int) -> str:
        return f"{money(cents)} {self._receipt.currency.upper()}"

    def _date(self) -> str:
        paid = self._receipt.paid_at
        return f"{paid.day} {paid:%B %Y, %H:%M} UTC"
