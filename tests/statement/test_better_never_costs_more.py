# ruff: noqa: E501 (a table reads better with one shape a line)
"""Generated remedies and months: a better month never costs the provider more unless the linter said so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pactline.agreement.better_costs_more import CODE
from pactline.agreement.reading import examine
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import replay
from pactline.statement.rules import vocabulary
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.target import Unit

TEXT = """\
agreement: Better
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
charges: {{fee: {{each: month, amount: 10000.00}}}}
services: {{all: {{hours: always}}}}
commitments:
  one:
    service: all
    metric: reported
    unit: percent
    better: higher
    means: whatever it is
    measured: figures
    each: month
    target: at least 95 %
    remedy: {{{shape}{beside}}}
{bonus}points: {{scheme: {{each: quarter, ladder: {{of: fee, between: {between}, table: [{{at: 2, credit: 5 %}}, {{at: 5, credit: 20 %}}]}}}}}}
{rules}"""

SHAPES = (
    "flat: 100.00",
    "per_point: 40.00",
    "per_point_or_fraction: 40.00",
    "difference: {of: fee}",
    "bands: {of: fee, table: [{from: 94 %, below: 95 %, credit: 1 %}, {from: 92 %, below: 94 %, credit: 2 %}, {below: 92 %, credit: 5 %}]}",
    "points: {into: scheme, table: [{from: 93 %, below: 95 %, points: 1}, {below: 93 %, points: 3}]}",
    "points: {into: scheme, each_miss: 2}",
    "two_sided: {worse_by: 1 points, better_by: 1 points, per: 1 points, amount: 30.00, steps: begun, most: 120.00}",
    "withheld: {of: fee}",
    *(
        f"streak: {{length: 2, amount: 300.00, again: {again}, excused: skip}}"
        for again in ("each_window", "every_length", "once")
    ),
    *(
        f"rolling_count: {{within: 3 months, tranches: [{{from: 2, credit: 200.00}}, {{from: 3, credit: {dear}}}], again: {again}}}"
        for again in ("each_window", "on_reaching")
        for dear in ("500.00", "100.00")
    ),
)
MODIFIERS = (
    "repeat: {times: 2, excused: skip}",
    "repeat: {times: [3, 1], excused: skip}",
    "repeat: {times: 2, growing: yes, excused: break}",
    "allowance: {misses: 1, each: quarter}",
    "bank: {per: exact, keep: 3 months, use: oldest_first}",
    "bank: {per: whole, keep: 2 windows, use: newest_first}",
    "at_most: 150.00",
    "at_least: 120.00",
    "earn_back: {windows: 2, share: 100 %, excused: skip}",
    "earn_back: {windows: 1, share: 150 %, excused: skip}",
)
RULES = (
    "caps: {monthly: {each: month, at_most: 250.00}}\n",
    "caps: {rolling: {each: rolling 3 months, at_most: 400.00}}\n",
    "floors: {small: {each: quarter, under: 150.00, then: waived}}\n",
    "floors: {small: {each: quarter, under: 150.00, then: raised}}\n",
)
BONUSES = (
    "",
    "    bonus: {when: at least 98 %, flat: 70.00}\n",
    "    bonus: {when: more than 97 %, per_point: 25.00}\n",
)
FIGURES = st.integers(178, 200).map(lambda halves: Fraction(halves, 2))


@st.composite
def agreements(draw: st.DrawFn) -> str:
    """An agreement with one promise and one remedy."""
    shape = draw(st.sampled_from(SHAPES))
    beside = draw(st.lists(st.sampled_from(MODIFIERS), max_size=2, unique_by=lambda said: said.split(":")[0]))
    bonus = "" if shape.startswith("two_sided") else draw(st.sampled_from(BONUSES))
    # a floor waives credits that were earned back as well, so the two together are left out
    kept = [rule for rule in RULES if "floors" not in rule or "earn_back" not in "".join(beside)]
    rules = draw(st.lists(st.sampled_from(kept), max_size=1))
    between = draw(st.sampled_from(("step_down", "step_up", "in_proportion")))
    return TEXT.format(
        shape=shape, beside="".join(f", {said}" for said in beside), bonus=bonus, rules="".join(rules), between=between
    )


def net(text: str, figures: list[Fraction]) -> tuple[Decimal, bool]:
    """What the provider owes in all, and whether the linter said that better can cost more."""
    examined = examine(text.encode(), vocabulary())
    assert examined.agreement, examined.problems
    facts, first = [], examined.agreement.term.first
    for value in figures:
        month = Period(window_start(first, Each.MONTH), next_window(first, Each.MONTH))
        facts.append(ReportedFigure("one", month, value=value, value_unit=Unit.PERCENT))
        first = month.end
    known = Facts(figures=tuple(facts))
    (statement,) = replay(examined.agreement, [Period(examined.agreement.term.first, first)], Counted(None, known))
    return statement.net, CODE in {note.code for note in examined.notes}


@settings(max_examples=80)
@given(agreements(), st.lists(FIGURES, min_size=6, max_size=9), st.integers(0, 5), st.integers(1, 12))
@example(
    TEXT.format(shape=SHAPES[11], beside="", bonus="", rules="", between="step_up"),
    [Fraction(90)] * 6,
    2,
    12,
)  # a row of six is paid once; with a kept month in it, two rows are
def test_a_better_month_never_costs_more_unless_the_linter_said_so(
    text: str, figures: list[Fraction], which: int, halves: int
) -> None:
    better = [*figures]
    better[which] = min(Fraction(100), better[which] + Fraction(halves, 2))
    before, said = net(text, figures)
    after, _ = net(text, better)
    assert after <= before or said, f"{before} became {after}"


def test_the_linter_is_not_silent_and_does_not_cry_wolf() -> None:
    """Of all single shapes it speaks of exactly those that can turn round."""
    told = {
        shape
        for shape in SHAPES
        if net(TEXT.format(shape=shape, beside="", bonus="", rules="", between="step_up"), [Fraction(99)] * 6)[1]
    }
    assert told == {
        shape for shape in SHAPES if "once" in shape or "on_reaching" in shape or "credit: 100.00}]" in shape
    }
