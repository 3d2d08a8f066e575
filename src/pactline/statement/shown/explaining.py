"""One result explained: from the amount to the clause, and from the clause to the contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from pactline.metrics import metrics
from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import Choice
from pactline.statement.behind import listing_of, seconds_text
from pactline.statement.counting.interval_parts import missed_intervals
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import Result, Statement, Window, compared_text, judged_figure
from pactline.statement.money.balance import lines_apart, moved, points_into
from pactline.statement.shown.saying import each_text, judged_with, target_text, verdict_word
from pactline.statement.shown.terminal import WIDTH, folded, table
from pactline.statement.shown.text import intervals, relief_lines
from pactline.statement.windows.looking_back import earlier_rows, looks_back, used
from pactline.statement.windows.profile import brief
from pactline.values.duration import Duration, Limit
from pactline.values.exact import how_many, plain
from pactline.values.lapse import Lapse
from pactline.values.scale import Scores

SHOWN = 10
_NUMBERS = (Limit, Duration, int, Lapse, Scores)


def explain(
    result: Result, statement: Statement | None = None, shown: int | None = SHOWN, clause: Sequence[str] = ()
) -> str:
    """Clause, what was promised and how it is counted, counts, working, and the first contacts that were not good.

    With the statement that the result stands in, it also says what the rules of the agreement left of each amount.
    ``clause`` is the readable text of the clause, a paragraph each. With ``shown`` None every contact behind the result
    is listed.
    """
    commitment = result.commitment
    lines = [
        f"{commitment.title} ({commitment.id})" if commitment.title != commitment.id else commitment.id,
        *([f"clause {commitment.clause}"] if commitment.clause else []),
        *(f"text: {paragraph}" for paragraph in clause),
        f"promise: {promise(result)}",
        f"metric: {metric_said(result)}",
        *_whose(result),
        "",
        "How it is counted",
        *(f"  {name}: {value}" + (f" ({meaning})" if meaning else "") for name, value, meaning in how_counted(result)),
        "",
        "What was counted",
    ]
    for alike in _runs(result.windows):
        lines += _window(result, alike[0], statement) if len(alike) == 1 else _nothing_counted(result, alike)
    lines += _intervals(result, shown)
    if statement is not None:
        lines += _apart(result, statement)
    return "\n".join([*folded(lines), *_earlier(result), *_contacts(result, shown)])


def _whose(result: Result) -> list[str]:
    """Who promises, where it is the client, and where the figure comes from, where it is not counted here."""
    commitment = result.commitment
    found = ["promised by: the client"] if commitment.by == "client" else []
    sources = {
        "figures": "measured: elsewhere; the figure is reported with its evidence",
        "events": "measured: elsewhere; added up from the events that were reported",
    }
    found += [sources[commitment.measured]] if commitment.measured in sources else []
    return found + ([f"points: go into the scheme {scheme}"] if (scheme := points_into(result)) else [])


def _apart(result: Result, statement: Statement) -> list[str]:
    """Credits of earlier windows of the commitment that a rule takes back in this statement."""
    found = []
    for line in lines_apart(statement):
        if line.source == result.id:
            found.append(f"  {line.window}: credit taken back {line.amount:,f}")
            found += [f"    {step}" for step in line.steps]
    return ["", "What rules take back of earlier credits", *found] if found else []


def _earlier(result: Result) -> list[str]:
    """The windows before the statement that the remedy looks back at."""
    rows = earlier_rows(result) if looks_back(result) else []
    if not rows:
        return []
    more = len(result.earlier) - len(rows)
    said = f"; {more} before them are not shown" if more else ""
    heads = ["Window", "Figure", "Target", "Verdict", "Brought"]
    return ["", f"Earlier windows that the remedy looks back at{said}", *table(heads, "<><<>", rows, WIDTH)]


def _runs(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Each window by itself, but those in a row in which nothing counted, with the same outcome, together."""
    for _, alike in groupby(windows, key=lambda w: w if _is_alone(w) else (w.target, w.verdict, w.notes)):
        yield list(alike)


def _is_alone(window: Window) -> bool:
    """Whether contacts were counted, a figure was reported without them, or the window moves or waits for something."""
    moves = window.credit or window.bonus or window.returned or window.points or window.pending or window.relief
    return bool(window.counts.counted) or window.value is not None or bool(moves)


def _nothing_counted(result: Result, windows: Sequence[Window]) -> list[str]:
    first = windows[0]
    held = f"{target_text(first.target)}: {verdict_word(first.verdict)}"
    return [
        f"  {first.period} to {windows[-1].period}: nothing counted in any {result.commitment.each}; {held}",
        *(f"    note: {note}" for note in first.notes),
    ]


def promise(result: Result) -> str:
    """What was promised, in words: ``service level (within at most 20 s) at least 80 %, each month, for support``."""
    commitment = result.commitment
    name = metrics()[commitment.metric].title.split(":")[0].lower()
    numbers = {key: value for key, value in commitment.arguments.items() if isinstance(value, _NUMBERS)}
    limits = ", ".join(f"{key.replace('_', ' ')} {_brief(value)}" for key, value in numbers.items())
    targets = " / ".join(dict.fromkeys(target_text(window.target) for window in result.windows))
    how_often = each_text(commitment.each)
    return f"{name}{f' ({limits})' if limits else ''} {targets}, {how_often}, for {commitment.service.title}"


def _brief(value: object) -> str:
    """A number of a promise as people say it: 14400 s are 4 h."""
    duration = value.duration if isinstance(value, Limit) else value
    return str(value).replace(str(duration), brief(duration)) if isinstance(duration, Duration) else str(value)


def metric_said(result: Result) -> str:
    """What the figure is: the metric's title, or what the agreement says that a reported figure means."""
    means = result.commitment.arguments.get("means")
    return f"Reported figure: {means}." if means else metrics()[result.commitment.metric].title


def how_counted(result: Result) -> list[tuple[str, str, str]]:
    """Every choice that was made, then the service's scope: name, value, and the meaning of a word of a closed list."""
    made = {**result.commitment.arguments, **dict(result.commitment.counting)}
    service, rows = result.commitment.service, result.chosen.rows
    scope = (
        ("channel", "channels", ", ".join(service.channels) or "all"),
        ("queue", "queues", ", ".join(service.queues) or "all"),
        ("direction", "direction", service.direction or "any"),
    )
    return [
        *(
            (
                name,
                f"{value} min" if name == "interval" else value,
                word.meaning if isinstance(word := made.get(name), Choice) else "",
            )
            for name, value in result.choices.items()
        ),
        *((name, value, "") for narrows, name, value in scope if rows is None or narrows in rows.scoped_by),
        ("hours", service.hours_name, ""),
    ]


def against(result: Result) -> bool | None:
    """Which contacts of a share count against its promise: the not good (False) where a high figure is better, else
    those that make up the figure (True), as with abandonment; None where neither side does."""
    higher_is_better = metrics()[result.commitment.metric].higher_is_better
    if not isinstance(result.chosen, Share) or higher_is_better is None:
        return None
    return not higher_is_better


def how_many_against(result: Result) -> int | None:
    """How many contacts count against the promise; None where neither side does."""
    side, counts = against(result), result.counts
    if side is None or counts.good is None or result.evidence is None:
        return None  # of a figure measured elsewhere nobody has the contacts
    return counts.good if side else counts.counted - counts.good


def share_word(result: Result) -> str:
    """What the contacts over the fraction bar are: ``in time``, ``abandoned``."""
    return metrics()[result.commitment.metric].good_word


def facts(result: Result, window: Window) -> list[str]:
    """What was counted in a window, one fact each: ``527 counted``, ``412 good``."""
    counts = window.counts
    bare = window.value is not None and not counts.counted  # reported without what was counted for it
    parts = ["reported" if bare else f"{counts.counted:,} counted"]
    if counts.good is not None:
        parts.append(f"{counts.good:,} {share_word(result) or 'of them'}")
    if sums := sums_said(metrics()[result.commitment.metric], counts):
        parts.append(sums)
    if counts.sum_ms is not None:
        parts.append(f"{seconds_text(counts.sum_ms)} in all")
    if window.parts is not None:
        met = f", {window.parts_met:,} of them met" if window.parts_met is not None else ""
        parts.append(f"{intervals(result, window.parts)} with data{met}")
    return parts


def _window(result: Result, window: Window, statement: Statement | None) -> list[str]:
    figure = judged_figure(window.value, result.unit, window.target)
    compared = "" if window.as_compared is None else f", compared as {compared_text(window.as_compared, result.unit)}"
    rolls = f" ({judged_with(window, result.commitment)})" if result.commitment.each.rolling else ""
    lines = [
        (
            f"  {window.period}{rolls}: {', '.join(facts(result, window))}: {figure}{compared}; "
            f"{target_text(window.target)}: {verdict_word(window.verdict)}"
        )
    ]
    lines += [f"    {line}" for line in relief_lines(result, window)]
    lines += [f"    note: {note}" for note in window.notes]
    lines += [f"    evidence: {place}" for place in window.evidence]
    lines += [f"    {said}" for said in used(result, window)]
    if window.points is not None:
        lines.append(f"    points = {plain(window.points)}, into {points_into(result)}")
    lines += [f"    pending: {window.pending}"] if window.pending else []
    for each in moved(statement, result, window):
        lines += [f"    {each.word}: {step}" for step in each.steps]
        lines.append(f"    {each.word} = {each.amount:,f}")
        lines += [f"    rules: {step}" for step in each.rules]
        lines += [f"    left = {each.left:,f}"] if each.rules else []
    return lines


def _intervals(result: Result, shown: int | None) -> list[str]:
    """The intervals that did not keep the target, where the promise counts those that did."""
    many = sum(not part.kept for part in result.intervals)
    if not many:
        return []
    rows = missed_intervals(result, many if shown is None else shown)
    more = f"; the first {len(rows)}, all with: explain --contacts" if many > len(rows) else ""
    head = f"{how_many(many, 'interval')} did not keep {result.commitment.counting.interval_target}{more}"
    return ["", head, *(f"  {began}  {figure}  {counted}" for began, counted, figure in rows)]


def _contacts(result: Result, shown: int | None) -> list[str]:
    """The contacts that count against the promise; where neither side does, all that counted, if all are asked for."""
    evidence, side, in_all = result.evidence, against(result), how_many_against(result)
    if evidence is None or (in_all is None and shown is not None):
        return []
    found = evidence.contacts(good=side, limit=shown)
    if not found:
        return ["", none_listed(result) or "Every counted contact was good."]
    total = len(found) if in_all is None else in_all
    head = {None: "Counted", True: "Counted against the promise", False: "Counted and not good"}[side]
    more = f"; the first {len(found)}, all with: explain --contacts" if total > len(found) else ""
    said = f"{head}: {how_many(total, 'contact')}{more}"
    return ["", said, *contact_table(found, evidence.zone)]


def none_listed(result: Result) -> str:
    """Why no contact can be listed that counts against the promise; empty where a high figure is better and all were
    good."""
    if how_many_against(result):
        return "The contacts cannot be listed: their source only counted them."
    return "No counted contact counts against the promise." if against(result) else ""


def contact_table(contacts: list[dict[str, Any]], where: ZoneInfo) -> list[str]:
    """Contacts (or whatever rows a metric looks at) as a table, in the local time of a zone."""
    found = listing_of(contacts, where)
    return table(list(found.heads), found.sides, [list(row) for row in found.rows])
