"""What was measured so far: the last score, the chart, and a table of the same numbers.

The table is for whoever cannot read the chart, and for reading exact numbers. A chart on paper or
in a file leaves the room: that is recorded first.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import charting, dates
from custodyhcp.records.charting import Chart, Line
from custodyhcp.records.observing import Observed, Series
from custodyhcp.records.rousing import Trend
from custodyhcp.records.scales import news2
from custodyhcp.records.scales.scale import Result
from custodyhcp.records.scoring import about
from custodyhcp.ui.chart_view import ChartView
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    Callout,
    Cell,
    Column,
    EmptyState,
    PlainLabel,
    Row,
    Table,
    TableRow,
)
from custodyhcp.ui.scales_result import custody_words

WHOLE = 200  # rows drawn; older ones are counted


class ChartPanel(QWidget):
    """``show_series`` fills it. ``wants_print`` and ``wants_pdf`` when somebody presses those."""

    wants_print = Signal()
    wants_pdf = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._ctx = ctx
        self.chart: Chart | None = None  # what is drawn here: the last 24 hours
        self.whole: Chart | None = None  # what is printed
        self.lines: tuple[Line, ...] = ()
        self.empty = EmptyState(
            "Nothing has been measured yet",
            "Choose Observe, or a scale, above. The chart is drawn from the first one.",
        )
        self.trend = Callout("", tone="red", name="observations.trend")
        self.last = PlainLabel("", "strong", name="observations.last")
        self.advice = Callout("", name="observations.last.advice")
        self.view = ChartView("observations.chart")
        self.sources = PlainLabel("", "small", name="observations.sources")
        self._acts = Row(
            Button("Print", self.wants_print.emit, name="observations.print"),
            Button("Save PDF", self.wants_pdf.emit, name="observations.save_pdf"),
        )
        self._heads = [PlainLabel(words, "h3") for words in _HEADS]
        self.table = _observations_table()
        self.more = PlainLabel("", "hint")
        self.also = _also_table()
        self.scales = _scales_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        above: tuple[QWidget, ...] = (self.empty, self.trend, self.last, self.advice, self.view)
        numbers: tuple[QWidget, ...] = (self._heads[0], self.table, self.more)
        rest: tuple[QWidget, ...] = (self._heads[1], self.also, self._heads[2], self.scales)
        for part in (*above, self.sources, self._acts, *numbers, *rest):
            column.addWidget(part)
        self.show_series(Series())

    def show_series(self, series: Series) -> None:
        self.whole = charting.chart(series)
        lately, earlier = charting.recent(series)
        self.chart = charting.chart(lately)
        self.lines = charting.lines(series)
        self.empty.setVisible(series.empty)
        self._show_trend(series.rousing)
        self._show_last(series)
        self.view.show_chart(self.chart)
        said = [] if self.chart is None else list(self.chart.sources)
        if earlier:
            said.insert(
                0, f"The last 24 hours: {earlier} from before are in the tables and a print"
            )
        self.sources.setText(" · ".join(said))
        self._fill_observations()
        self._fill_scales(series)
        for part in (self._acts, self.sources):
            part.setVisible(self.chart is not None)

    def _show_trend(self, said: Trend) -> None:
        title = "Call for help" if said.call else "Worse than before"
        self.trend.set(title, said.words, "red" if said.call else "amber")
        self.trend.setVisible(bool(said.words))

    def _show_last(self, series: Series) -> None:
        last, now = series.last_news2, self._ctx.now()
        self.last.setVisible(last is not None)
        if last is not None:
            at = dates.cui_short(last.taken.taken_at, now)
            ago = dates.ago(last.taken.taken_at, now)
            said = f"Last NEWS2: {last.total}, {last.band}, at {at} ({ago})"
            self.last.setText(f"{said}. Bands: {news2.about().bands().source}.")
        self._show_advice(last)

    def _show_advice(self, last: Observed | None) -> None:
        """What the last NEWS2 may mean here; nothing where it is 0."""
        scored = None if last is None else news2.score(last.taken.vitals)
        told = isinstance(scored, Result) and scored.total > 0
        self.advice.setVisible(told)
        if isinstance(scored, Result):
            self.advice.set(*custody_words(scored))

    def _fill_observations(self) -> None:
        shown = self.lines[:WHOLE]
        measured = [line for line in shown if any(line.cells[: charting.ALSO])]
        also = [line for line in shown if line.cells[charting.ALSO]]
        self._fill(0, self.table, [self._row(x, x.cells[: charting.ALSO]) for x in measured])
        self._fill(1, self.also, [self._row(x, x.cells[charting.ALSO :]) for x in also])
        more = len(self.lines) - WHOLE
        self.more.setText(f"{more} earlier sets are not in these tables; a print has them all.")
        self.more.setVisible(more > 0)

    def _row(self, line: Line, cells: Sequence[str]) -> TableRow:
        when = Cell(dates.cui_short(line.at, self._ctx.now()), "strong")
        return TableRow(line.entry, (when, *(Cell(words) for words in cells)))

    def _fill(self, head: int, table: Table, rows: list[TableRow]) -> None:
        table.set_rows(rows)
        for part in (self._heads[head], table):
            part.setVisible(bool(rows))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As tall as their rows, which wrap anew at each width."""
        for table in (self.table, self.also, self.scales):
            table.fit_height()

    def _fill_scales(self, series: Series) -> None:
        now = self._ctx.now()
        rows = []
        for one in list(reversed(series.scaled))[:WHOLE]:
            total = "no total" if one.total is None else str(one.total)
            band = one.band if one.total is not None else one.gone.reason
            detail = " · ".join(
                part for part in (one.band_source, one.profile, one.gone.notes) if part
            )
            late = " · Written later" if one.retrospective else ""
            rows.append(
                TableRow(
                    one.entry,
                    (
                        Cell(dates.cui_short(one.gone.done_at, now), "strong"),
                        Cell(about(one.gone.scale).title),
                        Cell(total, "strong"),
                        Cell(band),
                        Cell(detail + late, "second"),
                    ),
                )
            )
        self._fill(2, self.scales, rows)


_HEADS = ("The same numbers", "Also recorded", "Scales")
_WIDTHS = (90, 58, 78, 82, 82, 72, 64, 82)


def _observations_table() -> Table:
    columns = [Column("When", 114, 1)]
    heads = charting.COLUMNS[: charting.ALSO]
    columns += [Column(head, wide, 1) for head, wide in zip(heads, _WIDTHS, strict=True)]
    return _plain(
        Table(
            columns, name="observations.table", label="Observations, newest first",
            one_click=False, least_height=36,
        )
    )  # fmt: skip


def _also_table() -> Table:
    return _plain(
        Table(
            (Column("When", 114, 0), Column("What", 400, 5)),
            name="observations.also", label="Pain, pupils, rousing and notes, newest first",
            one_click=False, least_height=36,
        )
    )  # fmt: skip


def _scales_table() -> Table:
    columns = (
        Column("When", 114, 0),
        Column("Scale", 90, 1),
        Column("Total", 70, 0),
        Column("Band", 150, 2),
        Column("", 200, 3),
    )
    return _plain(
        Table(
            columns, name="observations.scales", label="Scales, newest first",
            one_click=False, least_height=36,
        )
    )  # fmt: skip


def _plain(table: Table) -> Table:
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table
