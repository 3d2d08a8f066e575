"""Tables of bands: every missed figure falls into exactly one row, and a worse figure never costs less.

The figures that can occur lie on the grid of the agreed rounding, or anywhere if there is none. It is enough to look at
the edges of the rows and of the target, at their neighbours, and at one figure between each two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

from pactline.agreement.consistency import terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.shapes import check_shape
from pactline.agreement.targets import figure_of, possible
from pactline.agreement.yaml_text import ListNode, MapNode, Node
from pactline.values.exact import ShareRounding
from pactline.values.target import Target, Unit, amount_text

Edge = tuple[Fraction, Unit]
MOST_BANDS = 100


class Row(Protocol):
    """One band: edges (None: open) and what it is worth, such as a share of a charge or points."""

    from_: Edge | None
    above: Edge | None
    to: Edge | None
    below: Edge | None

    @property
    def worth(self) -> Fraction:
        """What rows are compared by."""

    @property
    def worth_text(self) -> str:
        """The same with its unit, as in ``2 %`` or ``2 points``."""

    def holds(self, figure: Fraction) -> bool:
        """Whether the figure falls into this row."""


@dataclass(frozen=True)
class _Table:
    """A table with what it pays for: missing all of these targets, or reaching this mark."""

    rows: Sequence[Row]
    places: Sequence[Place]
    place: Place
    unit: Unit
    bounds: tuple[Target, ...]
    is_bonus: bool
    between: tuple[Fraction, Fraction | None]  # the least and the greatest figure there can be

    def pays(self, figure: Fraction) -> list[bool]:
        """For each bound: whether a figure brings an amount about."""
        return [bound.kept_by(figure) is self.is_bonus for bound in self.bounds]

    def text(self, figure: Fraction) -> str:
        return amount_text(figure, self.unit)

    def worth(self, figure: Fraction) -> Fraction:
        return max((row.worth for row in self.rows if row.holds(figure)), default=Fraction(0))

    def worth_text(self, figure: Fraction) -> str:
        return max((row for row in self.rows if row.holds(figure)), key=lambda row: row.worth).worth_text


def rows_of(terms: Any) -> Sequence[Row]:
    """The rows of a remedy that has a table."""
    table: Sequence[Row] = getattr(terms, "table", ())
    return table


def credits_of(terms: Any) -> list[Fraction]:
    """The percentages of a charge in the rows of a table; none where they are worth something else."""
    return [row.worth for row in rows_of(terms) if _is_share(row)]


def _is_share(row: Row) -> bool:
    return hasattr(row, "credit")


def check_tables(draft: Draft, report: Report) -> None:
    """Whether every remedy and bonus fits its figure, and every table of them."""
    for promise in draft.promises:
        rounding = rounding_of(promise, draft)
        for key in ("remedy", "bonus"):
            table = _table(promise, key, draft) if check_shape(promise, key, draft, report) else None
            if table and _rows_are_sound(table, report) and rounding:
                _check(table, _figures(table, rounding), report)


def first_hole(promise: PromiseDraft, draft: Draft, rounding: ShareRounding) -> str | None:
    """A figure that would miss the target (or reach the mark) and fall into no band if figures were rounded so."""
    for key in ("remedy", "bonus"):
        table = _table(promise, key, draft) if promise.part[key] else None
        if table is None or not _rows_are_sound(table, Report("")):
            continue
        for figure in _figures(table, rounding):
            if any(table.pays(figure)) and not any(row.holds(figure) for row in table.rows):
                return table.text(figure)
    return None


def rounding_of(promise: PromiseDraft, draft: Draft) -> ShareRounding | None:
    """How the figure is rounded before it is compared: its own way, or that of the agreement; None if unread."""
    own: ShareRounding | None = promise.part["rounding"]
    usual = draft.heading["rounding"]
    return own or (usual.shares if usual and "rounding" not in promise.part.unread else None)


def _table(promise: PromiseDraft, key: str, draft: Draft) -> _Table | None:
    name, terms = terms_of(promise.part[key])
    figure = figure_of(promise, draft)
    rows = rows_of(terms)
    if not rows or figure is None or not promise.part["target"]:
        return None
    given = _below(promise.part.node, key)
    listed = _below(_below(given, name), "table")
    place = given.keys[name] if isinstance(given, MapNode) else given
    places = listed.items if isinstance(listed, ListNode) else [listed] * len(rows)
    bounds = (promise.part[key].when,) if key == "bonus" else promise.part["target"].values
    bounds = tuple(bound for bound in bounds if bound.unit is figure[0])
    return _Table(rows, places, place, figure[0], bounds, key == "bonus", possible(promise, draft))


def _below(node: Node, key: str) -> Node:
    return node.values[key] if isinstance(node, MapNode) else node


def _rows_are_sound(table: _Table, report: Report) -> bool:
    """Whether the rows can be compared with figures at all."""
    sound = len(table.rows) <= MOST_BANDS
    if not sound:
        message = f"the table has {len(table.rows)} bands; at most {MOST_BANDS} can be checked"
        report.problem("AGR_BAND_COUNT", table.place, message, "pay per point where the steps are this small")
    for row, place in zip(table.rows, table.places, strict=True):
        edges = [edge for edge in (row.from_, row.above, row.to, row.below) if edge]
        if wrong := [edge for edge in edges if not table.unit.fits(edge[1])]:
            message = f"the edge {amount_text(*wrong[0])} is not in the unit of the figure"
            report.problem("AGR_BAND_UNIT", place, message, f"write {table.text(wrong[0][0])}")
            sound = False
        elif (row.from_ and row.above) or (row.to and row.below):
            report.problem("AGR_BAND_EDGE", place, "the band has two edges on one side", "keep the one that is meant")
            sound = False
        elif _is_empty(row):
            report.problem("AGR_BAND_EDGE", place, "no figure can fall into this band", "write the lower edge first")
            sound = False
        if _is_share(row) and row.worth > 100:
            message = f"the band credits {row.worth_text}: more than the whole charge"
            report.problem("AGR_CREDIT_RANGE", place, message, "write at most 100 %")
    return sound


def _is_empty(row: Row) -> bool:
    low, high = row.from_ or row.above, row.to or row.below
    if not low or not high:
        return False
    return low[0] > high[0] or (low[0] == high[0] and not (row.from_ and row.to))


def _figures(table: _Table, rounding: ShareRounding) -> list[Fraction]:
    """Figures enough to meet every case, in order."""
    edges = {edge[0] for row in table.rows for edge in (row.from_, row.above, row.to, row.below) if edge}
    least, most = table.between
    edges |= {bound.amount for bound in table.bounds} | {least}
    if most is not None:
        edges.add(most)
    decimals = 0 if table.unit is Unit.CONTACTS and _all_whole(edges) else rounding.decimals
    found = sorted(_on_grid(edges, decimals) if decimals is not None else _anywhere(edges))
    return [figure for figure in found if figure >= least and (most is None or figure <= most)]


def _all_whole(edges: Iterable[Fraction]) -> bool:
    """Whether the figures are plain counts; an edge such as 1.4 tells of a number that is no count of contacts."""
    return all(edge.denominator == 1 for edge in edges)


def _on_grid(edges: Iterable[Fraction], decimals: int) -> set[Fraction]:
    step = Fraction(1, 10**decimals)
    return {
        number * step
        for edge in edges
        for number in range(math.floor(edge / step) - 1, math.ceil(edge / step) + 2)
    }  # fmt: skip


def _anywhere(edges: set[Fraction]) -> set[Fraction]:
    ordered = sorted(edges)
    return edges | {(low + high) / 2 for low, high in pairwise(ordered)} | {ordered[-1] + 1}


def _check(table: _Table, figures: Sequence[Fraction], report: Report) -> None:
    _check_each_figure(table, figures, report)
    _check_each_row(table, figures, report)
    _check_order(table, [figure for figure in figures if all(table.pays(figure))], report)


def _check_each_figure(table: _Table, figures: Sequence[Fraction], report: Report) -> None:
    """No hole where an amount is due, no two rows for one figure, no credit where none is due."""
    told: set[tuple[str, int]] = set()
    for figure in figures:
        holding = [number for number, row in enumerate(table.rows) if row.holds(figure)]
        pays = table.pays(figure)
        if not holding and any(pays) and ("gap", 0) not in told:
            told.add(("gap", 0))
            due = "reaches the mark" if table.is_bonus else "misses the target"
            message = f"{table.text(figure)}: no band, although it {due}"
            report.problem("AGR_BAND_GAP", table.place, message, "let each band begin where the next one ends")
        if len(holding) > 1 and ("overlap", holding[1]) not in told:
            told.add(("overlap", holding[1]))
            worth = " or ".join(table.rows[number].worth_text for number in holding)
            message = f"{table.text(figure)} falls into {len(holding)} bands: {worth}?"
            report.problem("AGR_BAND_OVERLAP", table.places[holding[1]], message,
                           "let one of the bands end below or begin above the common edge")  # fmt: skip
        if holding and not any(pays) and table.rows[holding[0]].worth > 0 and ("beyond", holding[0]) not in told:
            told.add(("beyond", holding[0]))
            but = "does not reach the mark" if table.is_bonus else "keeps the promise"
            message = f"{table.text(figure)} is in a band of {table.rows[holding[0]].worth_text}, but {but}"
            report.problem("AGR_BAND_BEYOND_TARGET", table.places[holding[0]], message, "end the band at the target")


def _check_each_row(table: _Table, figures: Sequence[Fraction], report: Report) -> None:
    """AGR_BAND_UNREACHABLE: a row that no figure falls into as figures are rounded, or that there can be at all."""
    for row, place in zip(table.rows, table.places, strict=True):
        if not any(row.holds(figure) for figure in figures):
            message = f"no figure that is rounded as agreed can fall into the band of {row.worth_text}"
            remedy = "write its edges as figures are rounded and as they can be, or leave it out"
            report.note("AGR_BAND_UNREACHABLE", place, message, remedy)


def _check_order(table: _Table, paying: Sequence[Fraction], report: Report) -> None:
    """From the bound outwards a row is never worth less."""
    if not paying or not table.bounds:
        return
    away = sorted(paying, key=lambda figure: abs(table.bounds[0].distance(figure)))
    away = [figure for figure in away if any(row.holds(figure) for row in table.rows)]
    for nearer, farther in pairwise(away):
        if table.worth(farther) < table.worth(nearer):
            message = (
                f"{table.text(farther)} brings {table.worth_text(farther)}, "
                f"less than the {table.worth_text(nearer)} of {table.text(nearer)}"
            )
            remedy = "let the credit (or the points) grow, or stay, from the target outwards"
            report.problem("AGR_BAND_NOT_MONOTONE", table.place, message, remedy)
            return
