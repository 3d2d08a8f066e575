"""A comparison between values in the terminal: figures, differences, and the words of caution that go with them."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction

from pactline.statement.comparison.between import METHODS, Between
from pactline.statement.comparison.differences import Interval
from pactline.statement.counting.sums import sums_said
from pactline.statement.shown.figures import figure_text
from pactline.statement.shown.terminal import WIDTH, folded, table
from pactline.statement.windows.judging import unknown_said
from pactline.values.exact import how_many, plain
from pactline.values.target import Unit

_SMALLEST = Decimal("0.0001")
_IN = {Unit.PERCENT: " in percentage points", Unit.SECONDS: " in seconds"}
_SIGNS = {Unit.PERCENT: " %", Unit.SECONDS: " s"}
_VERDICTS = {True: "yes", False: "not shown", None: ""}
_MANY = (
    "{pairs} pairs were compared, and by chance alone some would differ. p (Holm) allows for that: a difference is "
    "real only where its interval leaves 0 out and p (Holm) is small enough."
)


def render_between(found: Between) -> str:
    """The whole comparison as text."""
    lines = [found.named.metric.title, *_values(found)]
    if found.pairs:
        lines += ["", *folded([_head(found)]), *_differences(found)]
    words = ", ".join(f"{key} {value}" for key, value in found.named.words().items())
    return "\n".join([*lines, *folded([*_cautions(found), f"counted with: {words}"])])


def _values(found: Between) -> list[str]:
    metric, rows = found.named.metric, []
    for value in found.values:
        counts = value.figure.counts
        told = sums_said(metric, counts) if counts.good is None else f"{counts.good:,}"
        edges = _edges(value.interval, _SIGNS.get(found.unit, ""))
        rows.append([value.name, f"{counts.counted:,}", told, figure_text(value.figure.value, found.unit), *edges])
    good = metric.good_word.capitalize() or ("Sums" if metric.sums else "")
    level = plain(found.level) + " %" if found.method else ""
    return table([found.by, "Counted", good, "Figure", f"{level} from", "to"], "<>>>>>", rows, WIDTH)


def _differences(found: Between) -> list[str]:
    rows = [
        [
            f"{pair.names[0]} less {pair.names[1]}",
            ("+" if pair.tested.value > 0 else "") + _number(_decimal(pair.tested.value)),
            *_edges(pair.tested.interval, ""),
            _tail(pair.tested.beyond),
            _tail(pair.holm),
            _VERDICTS[pair.shown],
        ]
        for pair in found.pairs
    ]
    level = plain(found.level) + " %" if found.method else ""
    return table(["", "Difference", f"{level} from", "to", "p", "p (Holm)", "Real"], "<>>>>><", rows, WIDTH)


def _head(found: Between) -> str:
    method = f", by {METHODS[found.method]}" if found.method else ""
    return f"Differences{_IN.get(found.unit, '')}{method}"


def _cautions(found: Between) -> list[str]:
    lines = []
    if found.without:
        lines.append(f"Not compared: {how_many(found.without, 'contact')} without {found.by}.")
    left_out = sum(value.figure.counts.unknown for value in found.values)
    if left_out:
        lines.append(f"Unknown: {unknown_said(found.named.chosen, left_out)}.")
    if found.why_not:
        lines.append(f"No intervals: {found.why_not}.")
    if rough := [f"{value.name} ({value.cautions})" for value in found.values if value.cautions]:
        lines.append(f"Small samples make rough intervals: {', '.join(rough)}.")
    asked = sum(pair.holm is not None for pair in found.pairs)
    if asked > 1:
        lines.append(_MANY.format(pairs=asked))
    if len(found.values) < 2:
        lines.append(f"Nothing to compare: {how_many(len(found.values), 'value')} of {found.by}.")
    return lines


def _edges(interval: Interval | None, sign: str) -> tuple[str, str]:
    if interval is None:
        return "", ""
    low, high = interval
    return _number(low) + sign, _number(high) + sign


def _number(value: Decimal) -> str:
    """To two places, and never -0."""
    with localcontext(Context(prec=50)):
        return f"{value.quantize(Decimal('0.01')) + 0:f}"


def _decimal(value: Fraction) -> Decimal:
    with localcontext(Context(prec=50)):
        return Decimal(value.numerator) / Decimal(value.denominator)


def _tail(tail: Decimal | None) -> str:
    if tail is None:
        return ""
    with localcontext(Context(prec=50)):
        return f"<{_SMALLEST}" if tail < _SMALLEST else f"{tail.quantize(_SMALLEST):f}"
