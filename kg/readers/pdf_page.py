"""A page of a PDF with a bound on what is drawn on it."""

from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from kg.errors import UnreadableDocumentError

# The densest sheet has some 20,000 characters, a map some 100,000 strokes; each takes 2 KiB.
MAX_MARKS = 200_000


class BoundedPage(Page):
    """A page that counts what it draws.

    Reading it raises ``UnreadableDocumentError`` for more marks than ``MAX_MARKS``, repeated forms
    included; ``document`` is named in it.
    """

    def __init__(self, page: Page, document: str) -> None:
        super().__init__(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
        self._document = document

    @property
    def layout(self) -> LTPage:
        """What is drawn, in order. It is asked for once: pdfplumber keeps what it makes of it."""
        resources = self.pdf.rsrcmgr
        device = _Counting(resources, self.page_number, self.pdf.laparams)
        device.refusal = UnreadableDocumentError(
            f"{self._document}: page {self.page_number}",
            f"more than {MAX_MARKS:,} characters and strokes are drawn on it, the limit of one "
            "page; print the pages with tables to a new PDF and read that",
        )
        PDFPageInterpreter(resources, device).process_page(self.page_obj)
        return device.get_result()


class _Counting(PDFPageAggregatorWithMarkedContent):
    """Raises ``refusal`` at the first mark too many."""

    refusal: Exception
    marks = 0

    def tag_cur_item(self) -> None:
        """Called for every mark that was made."""
        self.marks += 1
        if self.marks > MAX_MARKS:
            raise self.refusal
        super().tag_cur_item()
