"""Paper: a preview of the very pages, and printing them without a file in between."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLabel

from custodyhcp.errors import KnownError
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, EmptyState, Page, Pick, Row

SCREEN_DPI, PAPER_DPI = 92, 300


class CannotPrint(KnownError):
    """Nothing came out of the printer."""


def page_images(pdf: bytes, dpi: int) -> list[QImage]:
    """Each page of ``pdf`` as an image."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_image(page, dpi) for page in document]
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage, dpi: int) -> QImage:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
    wide, tall, stride = bitmap.width, bitmap.height, bitmap.stride
    form = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888
    return QImage(bytes(bitmap.buffer), wide, tall, stride, form).copy()


def printers() -> list[str]:
    return [name for name in QPrinterInfo.availablePrinterNames() if name]


def print_pdf(pdf: bytes, printer_name: str, title: str) -> None:
    """Draws the pages on that printer. Raises CannotPrint. ``title`` shows in the print queue, so
    it names nobody."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(printer_name)
    printer.setDocName(title)
    if not printer.isValid():
        raise CannotPrint("This printer cannot be used.", "Choose another, or save the PDF.")
    painter = QPainter()
    if not painter.begin(printer):
        raise CannotPrint("The printer did not start.", "Check it, or choose another.")
    try:
        for number, image in enumerate(page_images(pdf, PAPER_DPI)):
            if number:
                printer.newPage()
            painter.drawImage(QRectF(printer.pageRect(QPrinter.Unit.DevicePixel)), image)
    finally:
        painter.end()


class PrintPage(Page):
    """The pages as they will come out, then Print. ``on_print(printer)`` does the rest."""

    def __init__(
        self, ctx: Context, title: str, pdf: bytes, on_print: Callable[[str], object]
    ) -> None:
        super().__init__(title, name="print", subtitle="This is what the paper will look like.")
        self.ctx, self._on_print = ctx, on_print
        names = printers()
        if names:
            self.printer = Pick("Printer", [(name, name) for name in names], name="print.printer")
            if len(names) == 1:
                self.printer.set_value(names[0])
            act = self.primary("Print", self._print, name="print.print")
            self.add(self.printer, Row(act, self._back()))
        else:
            self.add(
                EmptyState(
                    "No printer",
                    "No printer is set up on this computer. Go back and save the PDF instead.",
                ),
                Row(self._back()),
            )
        for number, image in enumerate(page_images(pdf, SCREEN_DPI), start=1):
            sheet = QLabel()
            sheet.setObjectName(f"print.sheet.{number}")
            sheet.setAccessibleName(f"Page {number}")
            sheet.setPixmap(QPixmap.fromImage(image))
            sheet.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self.add(sheet)

    def _back(self) -> Button:
        return self.secondary("Back", self.ctx.nav.back, name="print.back")

    def _print(self) -> None:
        chosen = self.printer.value()
        if not isinstance(chosen, str):
            self.show_errors([(self.printer, "Choose a printer")])
            return
        self._on_print(chosen)
