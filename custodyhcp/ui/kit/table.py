"""A list of rows that keys can walk: a model and a delegate, not a widget to a row.

Rules kept here
* Words are drawn whole: they wrap within their column and the row grows; nothing is cut.
* A row says its state in words and in an edge or a ground; colour is never the only sign.
* Enter or a double click opens the row; letters find the next row that begins with them.
* A screen reader gets each row as one sentence.
* A ``restless`` list puts itself in another order. A click in the moment after that, meant for the
  row that stood there before, opens nothing: the wrong person must not be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QElapsedTimer,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from custodyhcp.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_PAD, _LINE, _TAG = 12, 20, 21
STILL = 700  # milliseconds: shorter than anybody reads a row that has just come there


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` in ``look`` ("", strong, big, second, error), then ``after`` in secondary words
    (where it has several lines, each begins a new one), then ``tags`` as (words, tone). What is
    ``struck`` is drawn struck through, after its tags."""

    text: str = ""
    look: str = ""
    after: str = ""
    tags: Sequence[tuple[str, str]] = ()
    struck: bool = False

    def spoken(self) -> str:
        said, tags = (self.text, " ".join(self.after.split())), [w for w, _ in self.tags]
        return " ".join(x for x in ((*tags, *said) if self.struck else (*said, *tags)) if x)


@dataclass(frozen=True, slots=True)
class TableRow:
    """``key`` comes back from ``opened``. ``tone``: "" plain, red (NOT FIT, whole row), late
    (tinted, red edge), soon (amber edge)."""

    key: object
    cells: Sequence[Cell]
    tone: str = ""
    find: str = field(default="")  # what typed letters look for; else the first cell's words


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` of the width beyond the ``least`` pixels."""

    title: str
    least: int
    share: int = 1


_ROW = Qt.ItemDataRole.UserRole


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[TableRow, ...] = ()

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.spoken()
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return ", ".join(
                f"{c.title} {x.spoken()}"
                for c, x in zip(self.columns, row.cells, strict=True)
                if x.spoken()
            )
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


_Size = tuple[int, QFont.Weight]  # pixels, weight


@dataclass(frozen=True, slots=True)
class _Piece:
    words: str
    size: _Size
    colour: str
    tone: str = ""
    anew: bool = False  # begins a line of its own
    struck: bool = False

    def width(self) -> int:
        wide = _wide(self.words, self.size)
        return wide + 16 if self.tone else wide


@lru_cache
def _font(size: _Size) -> QFont:
    font = QFont(theme.FAMILY)
    font.setPixelSize(size[0])
    font.setWeight(size[1])
    return font


@lru_cache
def _metrics(size: _Size) -> QFontMetrics:
    return QFontMetrics(_font(size))


@lru_cache(maxsize=8192)
def _wide(words: str, size: _Size) -> int:
    """A list says the same words again and again; Qt takes longer to measure one than to draw."""
    return _metrics(size).horizontalAdvance(words)


_LOOKS = {
    "": (15, QFont.Weight.Normal, "text"),
    "strong": (15, QFont.Weight.DemiBold, "text"),
    "big": (20, QFont.Weight.Bold, "text"),
    "second": (15, QFont.Weight.Normal, "text_2"),
    "error": (15, QFont.Weight.DemiBold, "error"),
}


def _pieces(cell: Cell, red: bool) -> Iterator[_Piece]:
    pixels, weight, token = _LOOKS[cell.look]
    tags = [
        _Piece(words, (14, QFont.Weight.DemiBold), f"{tone}_text", tone)
        for words, tone in cell.tags
    ]
    if cell.struck:
        yield from tags
    for word in cell.text.split():
        colour = "notfit_text" if red else token
        yield _Piece(word, (pixels, weight), colour, struck=cell.struck)
    after = cell.after.splitlines()
    for line in after:
        for place, word in enumerate(line.split()):
            anew = place == 0 and len(after) > 1
            colour = "notfit_text_2" if red else "text_2"
            yield _Piece(word, (14, QFont.Weight.Normal), colour, anew=anew)
    if not cell.struck:
        yield from tags


def _broken(pieces: Iterable[_Piece], width: int) -> Iterator[_Piece]:
    """A word wider than its column goes on in the next line, at a hyphen where it has one."""
    for piece in pieces:
        left = piece.words
        while not piece.tone and len(left) > 1 and replace(piece, words=left).width() > width:
            cut = _fitting(piece, left, width)
            yield replace(piece, words=left[:cut])
            left = left[cut:]
        yield replace(piece, words=left)


def _fitting(piece: _Piece, words: str, width: int) -> int:
    """How many letters go on one line; at least one."""
    cut = len(words) - 1
    while cut > 1 and replace(piece, words=words[:cut]).width() > width:
        cut -= 1
    hyphen = words.rfind("-", 0, cut)
    return hyphen + 1 if hyphen > 0 else cut


def _lines(cell: Cell, width: int, red: bool) -> list[list[tuple[int, _Piece]]]:
    """Pieces with their left edge, line by line, within ``width``."""
    lines: list[list[tuple[int, _Piece]]] = [[]]
    x = 0
    for piece in _broken(_pieces(cell, red), width):
        space = 0 if not lines[-1] else (6 if piece.tone else 4)
        if lines[-1] and (piece.anew or x + space + piece.width() > width):
            lines.append([])
            x = space = 0
        lines[-1].append((x + space, piece))
        x += space + piece.width()
    return lines


def _pitch(line: list[tuple[int, _Piece]]) -> int:
    return _TAG + 3 if any(p.tone for _, p in line) else _LINE


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TableRow = index.data(_ROW)
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, box, row, chosen, first=index.column() == 0)
        lines = _lines(row.cells[index.column()], box.width() - 2 * _PAD, row.tone == "red")
        y = box.top() + (box.height() - sum(_pitch(x) for x in lines)) // 2
        for line in lines:
            for x, piece in line:
                self._piece(painter, QRect(box.left() + _PAD + x, y, piece.width(), _pitch(line)),
                            piece)  # fmt: skip
            y += _pitch(line)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, row: TableRow, chosen: bool, *, first: bool
    ) -> None:
        ground = {"red": "notfit", "late": "late"}.get(row.tone, "surface")
        if chosen and row.tone != "red":
            ground = "chosen" if theme.current_name() is not theme.ThemeName.CONTRAST else "raised"
        painter.fillRect(box, theme.colour(ground))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        edge = {"red": "notfit_edge", "late": "error", "soon": "soon"}.get(row.tone)
        if first and edge:
            painter.fillRect(QRect(box.left(), box.top(), 6, box.height() - 1), theme.colour(edge))
        if chosen:
            painter.setPen(QPen(theme.colour("focus_edge" if row.tone == "red" else "link"), 2))
            painter.drawLine(box.left(), box.top() + 1, box.right(), box.top() + 1)
            painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())

    def _piece(self, painter: QPainter, where: QRect, piece: _Piece) -> None:
        painter.setFont(_font(piece.size))
        centre = Qt.AlignmentFlag.AlignVCenter
        if piece.tone:
            tag = QRect(where.left(), where.center().y() - _TAG // 2, where.width(), _TAG)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(piece.tone))
            painter.drawRoundedRect(tag, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            centre |= Qt.AlignmentFlag.AlignHCenter
        painter.setPen(QColor(getattr(theme.current(), piece.colour)))
        painter.drawText(where.adjusted(0, 0, 2, 0), int(centre), piece.words)
        if piece.struck:
            middle = where.center().y() + 1
            painter.drawLine(where.left() - 4, middle, where.right(), middle)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, 46)


class Table(QTableView):
    """``Table([Column("Cell", 60, 0), ...], name="board.table")``, then ``set_rows``.

    ``opened(key)`` on Enter or a double click (or one click with ``one_click=True``)."""

    opened = Signal(object)
    MANY = 400  # beyond this every row has one height
    AT_ONCE = 40  # rows measured in one go: more than a screen shows

    def __init__(
        self, columns: Sequence[Column], *, name: str, label: str = "", one_click: bool = True,
        least_height: int = 46, restless: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._model = _Model(columns)
        self._least = least_height
        self.setObjectName(name)
        self.setAccessibleName(label or name)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setDefaultSectionSize(least_height)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self._restless = restless
        self._stood: list[
            tuple[int, int, object]
        ] = []  # top, bottom and key, before the last change
        self._since = QElapsedTimer()
        self._pressed_at = 0
        self._measured = 0  # how many rows have their own height
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._measure_more)
        (self.clicked if one_click else self.doubleClicked).connect(self._clicked)

    def rows(self) -> tuple[TableRow, ...]:
        return self._model.rows

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these; the row that was current stays current if its key is still there."""
        held = self.current_key()
        self._remember_places()
        self._model.set_rows(rows)
        self._measure()
        place = next((i for i, r in enumerate(rows) if held is not None and r.key == held), 0)
        if rows:
            self.setCurrentIndex(self._model.index(place, 0))

    def _remember_places(self) -> None:
        self._stood = [
            (self.rowViewportPosition(i), self.rowViewportPosition(i) + self.rowHeight(i), row.key)
            for i, row in enumerate(self._model.rows[: self.MANY])
        ]
        self._since.start()

    def _took_its_place(self, key: object) -> bool:
        """Whether that row came under the pointer too short a time ago to have been meant."""
        if not self._restless or not self._since.isValid() or self._since.hasExpired(STILL):
            return False
        before = next((k for top, end, k in self._stood if top <= self._pressed_at < end), key)
        return before != key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = int(event.position().y())
        super().mousePressEvent(event)

    def current_key(self) -> object | None:
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else None

    def fit_height(self) -> None:
        """As tall as its rows, for a short table inside a page that scrolls."""
        while self._rest.isActive():
            self._measure_more()
        rows = sum(self.rowHeight(i) for i in range(len(self._model.rows)))
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        columns = self._model.columns
        spare = max(0, self.viewport().width() - sum(c.least for c in columns))
        shares = sum(c.share for c in columns) or 1
        for place, column in enumerate(columns):
            self.setColumnWidth(place, column.least + spare * column.share // shares)
        self._measured = 0
        self._measure_more()

    def _measure_more(self) -> None:
        """The next rows; the others when the keys and clicks that wait have been answered."""
        rows = self._model.rows
        if len(rows) > self.MANY:
            return
        until = min(len(rows), self._measured + self.AT_ONCE)
        for number in range(self._measured, until):
            tall = max(
                sum(_pitch(x) for x in _lines(cell, self.columnWidth(i) - 2 * _PAD, False))
                for i, cell in enumerate(rows[number].cells)
            )
            self.setRowHeight(number, max(self._least, tall + 6))
        self._measured = until
        if until < len(rows):
            self._rest.start()
        else:
            self._rest.stop()

    def _clicked(self, index: _Index) -> None:
        if not self._took_its_place(self._model.rows[index.row()].key):
            self._open(index)

    def _open(self, index: _Index) -> None:
        self.opened.emit(self._model.rows[index.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.isSignalConnected(QMetaMethod.fromSignal(self.opened)):
                event.ignore()  # only to be read: Enter is the page's own
                return
            if self.currentIndex().isValid():
                self._open(self.currentIndex())
                return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, typed: str) -> None:
        """The next row whose words begin with what is typed, in any case."""
        want = typed.casefold()
        for number, row in enumerate(self._model.rows):
            words = row.find or row.cells[0].spoken()
            if words.casefold().startswith(want):
                self.setCurrentIndex(self._model.index(number, 0))
                return
