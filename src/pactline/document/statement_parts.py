"""The parts of a printed statement: what the page in the browser shows, in the same order, as blocks to be set."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from pactline.document.as_pdf import block_json
from pactline.document.model import Table, paragraph, safe, strong, table
from pactline.statement.behind import listing_of
from pactline.statement.counting.interval_parts import intervals_sentence, intervals_title, missed_intervals
from pactline.statement.model import Result, Statement, Verdict, figure_text, judged_figure
from pactline.statement.money.balance import Moved
from pactline.statement.shown.balance_told import grouped, workings
from pactline.statement.shown.charts import day_chart, day_text, wait_chart
from pactline.statement.shown.explaining import (
    against,
    facts,
    how_counted,
    how_many_against,
    metric_said,
    none_listed,
    promise,
    share_word,
)
from pactline.statement.shown.html import (
    SHOWN,
    capital,
    compared,
    day_sentence,
    grain,
    intervals_drawn,
    notes,
    period_text,
    source_said,
    wait_sentence,
)
from pactline.statement.shown.listing import Listing
from pactline.statement.shown.relief_told import claims, side_by_side
from pactline.statement.shown.saying import judged_with, target_text, verdict_word
from pactline.statement.shown.window_chart import bars, window_chart, windows_sentence
from pactline.statement.shown.windows_told import evidence_said, points_said, rest_of_windows, windows_told
from pactline.statement.windows.daily import Mark, marks
from pactline.statement.windows.profile import wait_profile

Part = dict[str, Any]

_MARKS = (
    "A dot kept the target, a full diamond missed it; an empty diamond is excused, an empty dot suspended, a triangle "
    "only reported, a square not judged."
)
_MANY = 14  # days in a table beside their chart are listed where the chart alone would be too coarse to read off


def words(*parts: Any) -> Part:
    """A paragraph."""
    return block_json(paragraph(*parts))


def heading(text: str) -> Part:
    """A small heading."""
    return {"kind": "heading", "text": safe(text)}


def items(said: list[str]) -> Part:
    """A list with dashes."""
    return {"kind": "list", "items": [safe(item) for item in said]}


def told(found: Listing, caption: str = "") -> Part:
    """A table of the statement as it is set in print."""
    rows = [[verdict_word(cell) if isinstance(cell, Verdict) else cell for cell in row] for row in found.rows]
    return block_json(table(caption, " | ".join(found.heads), rows, found.sides, found.widths))


def commitment_parts(statement: Statement, result: Result) -> Iterator[Part]:
    """Everything about one commitment."""
    clause = f"Clause {result.commitment.clause}. " if result.commitment.clause else ""
    yield words(strong(capital(promise(result))), ".")
    yield words(f"{clause}{metric_said(result)} {source_said(result)}".rstrip())
    yield heading("What was counted")
    yield from _counted(statement, result)
    for table_told in (side_by_side(result, share_word(result)), claims(result)):
        if table_told is not None:
            yield heading(table_told.title)
            yield told(table_told)
    if noted := [*notes(result), *_waiting(result)]:
        yield items(noted)
    if worked := workings(statement, result):
        yield heading("How the amount was worked out")
        for when, amounts in worked:
            for each in amounts:
                yield from _working(statement, f"{when}: " if len(result.windows) > 1 else "", each)
    yield from _charts(result)
    yield from _contacts(statement, result)
    yield heading("How it is counted")
    yield block_json(_choices(result))


def _waiting(result: Result) -> list[str]:
    """The points that a commitment brings, and what its amounts wait for."""
    found = [f"Brings {said}." if (said := points_said(result)) else ""]
    found += [f"{period_text(w.period)}: not settled yet, {w.pending}" for w in result.windows if w.pending]
    return [said for said in found if said]


def _counted(statement: Statement, result: Result) -> Iterator[Part]:
    if len(result.windows) == 1:
        window = result.windows[0]
        figure = judged_figure(window.value, result.unit, window.target)
        held = compared(window, result.unit)
        exact = f" Held against the target as {held}." if held else ""
        said = f" where {target_text(window.target)} was promised: {', '.join(facts(result, window))}.{exact}"
        yield words(strong(figure), said)
        if evidence := evidence_said(result):
            yield words(evidence)
        if rolls := judged_with(window, result.commitment):
            yield words(f"{period_text(window.period)}: {rolls}.")
        return
    found = windows_told(statement, result)
    if rest := rest_of_windows(result):
        yield words(f"Only the windows that need a word are listed; {rest}")
    if found.rows:
        yield told(found, found.title)


def _working(statement: Statement, when: str, moved: Moved) -> Iterator[Part]:
    """The steps to an amount, then what the rules did to it."""
    rows = [[str(number), step] for number, step in enumerate(moved.steps, 1)]
    total = f"{statement.currency} {grouped(statement, moved.amount)}"
    yield block_json(table(f"{when}{capital(moved.word)} {total}", "Step | Working", rows, "><", (1, 9)))
    if moved.rules:
        rows = [[str(number), step] for number, step in enumerate(moved.rules, 1)]
        left = f"{statement.currency} {grouped(statement, moved.left)}"
        yield block_json(table(f"{when}What the rules left of it: {left}", "Step | Rule", rows, "><", (1, 9)))


def _charts(result: Result) -> Iterator[Part]:
    found, parts = marks(result), list(_intervals(result))
    yield from parts
    if not parts and any(mark.value is not None for mark in found):
        word, said = grain(found), day_sentence(result, found)
        yield heading(f"{capital(word)} by {word}")
        yield words(said)
        title = f"{capital(word)} by {word}"
        note = f"{_MARKS} The broken line is the target; weekends and closed days are shaded."
        yield _chart(day_chart(found, result.chosen.unit, "days", title, said), f"{title}. {said}", note)
        if len(found) <= _MANY:
            yield block_json(_days(result, found))
    if columns := bars(result):
        said = windows_sentence(columns)
        yield heading("Window by window")
        yield words(said)
        chart = window_chart(columns, result.unit, "bars", "Window by window", said)
        yield _chart(chart, f"Window by window. {said}", f"{_MARKS} The broken line is the target.")
    profile = wait_profile(result)
    if profile is not None:
        said = wait_sentence(profile)
        yield heading("How long contacts waited")
        yield words(
            f"{said} Every answered or abandoned contact of the service is shown, whether or not the promise counts "
            "it. The steps of the scale are not of equal length."
        )
        note = "Dark: answered in time. Light: answered later. Hatched: abandoned."
        chart = wait_chart(profile, "waits", "How long contacts waited", said)
        yield _chart(chart, f"How long contacts waited. {said}", note)


def _intervals(result: Result) -> Iterator[Part]:
    """The intervals of a promise that counts kept ones; nothing where there are none, or too many to be read."""
    minutes = result.commitment.counting.interval or 0
    title, said = intervals_title(minutes), intervals_sentence(result)
    chart = intervals_drawn(result, "intervals")
    if chart is None:
        return
    yield heading(title)
    yield words(said)
    yield _chart(chart, f"{title}. {said}", "A dot kept the target, a full place missed it; elsewhere is no data.")
    if missed := missed_intervals(result, SHOWN):
        many = sum(not part.kept for part in result.intervals)
        more = f", the first {len(missed)} of {many:,}" if many > len(missed) else ""
        rows = [list(row) for row in missed]
        yield block_json(table(f"Missed{more}", "Began | Counted | Figure", rows, "<<>", (4, 6, 3)))


def _chart(svg: str, alt: str, note: str) -> Part:
    """A chart with the colours that paper needs, complete in itself."""
    style = files("pactline.document").joinpath("chart.css").read_text(encoding="utf-8")
    opened = str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    end = opened.index(">") + 1
    return {
        "kind": "chart",
        "svg": f"{opened[:end]}<style>{style}</style>{opened[end:]}",
        "alt": safe(alt),
        "note": safe(note),
    }


def _days(result: Result, found: tuple[Mark, ...]) -> Table:
    rows = [
        [
            day_text(mark),
            f"{mark.counts.counted:,}",
            judged_figure(mark.value, result.chosen.unit, mark.target)
            if mark.target
            else figure_text(mark.value, result.chosen.unit),
            str(mark.target or ""),
            mark.state.value,
        ]
        for mark in found
    ]
    return table("The same figures", f"{capital(grain(found))} | Counted | Figure | Held against | Result", rows,
                 "<>><<", (5, 3, 3, 4, 4))  # fmt: skip


def _contacts(statement: Statement, result: Result) -> Iterator[Part]:
    in_all, side = how_many_against(result), against(result)
    if in_all is None or result.evidence is None:
        return
    yield heading("Contacts that count against the promise")
    listed = result.evidence.contacts(good=side, limit=SHOWN)
    if not listed:
        yield words(none_listed(result) or "No counted contact counts against the promise.")
        return
    more = f"; these are the first {SHOWN}" if in_all > SHOWN else ""
    counted = f"{in_all:,} of {result.counts.counted:,} counted contacts"
    yield words(f"{counted}{more}. Times are of {statement.zone}.")
    found = listing_of(listed, result.evidence.zone, blank="\N{NO-BREAK SPACE}")
    rows = [[cell.replace("_", " ") if head == "Outcome" else cell for head, cell in zip(found.heads, row, strict=True)]
            for row in found.rows]  # fmt: skip
    yield block_json(table("", " | ".join(found.heads), rows, found.sides, found.widths))


def _choices(result: Result) -> Table:
    rows = [
        [capital(name.replace("_", " ")), value.replace("_", " ") if meaning else value, meaning]
        for name, value, meaning in how_counted(result)
    ]
    return table("", "Choice | As agreed | What it means", rows, "<<<", (3, 4, 7))
