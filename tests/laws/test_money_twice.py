"""The engine and a second implementation that shares no code with it agree on the money of drawn years, to the coin."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.independent.paying import pay

from pactline.agreement.reading import read
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

EXAMPLES = int(os.environ.get("PACTLINE_EXAMPLES", "20"))
LAW = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
HEAD = """\
agreement: Drawn plan
provider: Drawn Provider
client: Drawn Client
term: 2025
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {support: {channels: [voice], hours: always}}
"""
FIGURES = st.one_of(
    st.none(),
    st.sampled_from([Fraction(n) for n in (60, 70, 75, 79, 80, 81, 85, 90)]),
    st.integers(5500, 9800).map(lambda n: Fraction(n, 100)),
)
SUMS = st.sampled_from((Fraction(100), Fraction(99999, 100), Fraction(33333, 100), Fraction(1, 100)))


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """A plan of a year, as the second implementation takes it."""
    promises = [draw(_promises(f"p{number}")) for number in range(draw(st.integers(1, 3)))]
    plan: dict[str, Any] = {
        "fee": [Fraction(900000 + 12345 * month * draw(st.integers(0, 1)), 100) for month in range(12)],
        "promises": promises,
        "caps": [draw(_caps([promise["id"] for promise in promises])) for _ in range(draw(st.integers(0, 2)))],
    }
    if draw(st.booleans()):
        plan["rate"] = draw(SUMS)
    else:
        plan["ladder"] = [(1, 1), (3, 4), (6, 9)]
    if draw(st.booleans()):
        plan["floor"] = {"under": draw(st.sampled_from((50, 400))), "then": draw(st.sampled_from(("waived", "raised")))}
    return plan


@st.composite
def _promises(draw: Any, id: str) -> dict[str, Any]:
    shape = draw(st.sampled_from(("flat", "per_point", "bands", "points")))
    rows = [(75, draw(st.sampled_from((1, 2)))), (65, 5), (0, 8)]
    terms: Any = draw(SUMS) if shape in ("flat", "per_point") else rows
    found = {"id": id, "target": 80, "remedy": (shape, terms), "figures": [draw(FIGURES) for _ in range(12)]}
    if draw(st.booleans()):
        many = draw(st.sampled_from((Fraction(2), Fraction(3, 2))))
        found["repeat"] = {
            "times": many, "excused": draw(st.sampled_from(("break", "skip"))), "growing": draw(st.booleans()),
        }  # fmt: skip
    if shape in ("per_point", "bands") and draw(st.booleans()):
        found["bank"] = draw(st.integers(1, 4))
    if shape != "points" and draw(st.booleans()):
        found["earn_back"] = (draw(st.integers(1, 3)), draw(st.sampled_from((50, 33, 100))))
    return found


@st.composite
def _caps(draw: Any, ids: list[str]) -> dict[str, Any]:
    cap = {
        "each": draw(st.sampled_from(("month", "year"))),
        "on": draw(st.sampled_from(("all", (ids[0],), tuple(ids)))),
    }
    if draw(st.booleans()):
        return {**cap, "percent": draw(st.sampled_from((Fraction(3), Fraction(25, 2))))}
    return {**cap, "amount": draw(st.sampled_from((0, 300, 1500)))}


def written(plan: Mapping[str, Any]) -> str:
    """The plan in the words of an agreement."""
    fee = ", ".join(f"from 2025-{month + 1:02}-01: {_money(fee)}" for month, fee in enumerate(plan["fee"]))
    text = HEAD + f"charges: {{fee: {{each: month, amount: {{{fee}}}}}}}\ncommitments:\n"
    text += "".join(_promise(promise) for promise in plan["promises"])
    order = []
    if any(promise["remedy"][0] == "points" for promise in plan["promises"]):
        rungs = ", ".join(f"{{at: {at}, credit: {share} %}}" for at, share in plan.get("ladder", ()))
        ladder = f"ladder: {{of: fee, between: step_down, table: [{rungs}]}}"
        worth = f"rate: {_money(plan['rate'])}" if "rate" in plan else ladder
        text += f"points: {{scheme: {{each: month, {worth}}}}}\n"
        order.append("points")
    if plan["caps"]:
        text += "caps:\n" + "".join(_cap(number, cap) for number, cap in enumerate(plan["caps"]))
        order.append("caps")
    if "floor" in plan:
        floor = plan["floor"]
        text += f"floors: {{floor: {{each: month, under: {floor['under']}.00, then: {floor['then']}}}}}\n"
        order.append("floors")
    return text + (f"order: [{', '.join(order)}]\n" if order else "")


def _money(amount: Fraction) -> str:
    return f"{amount.numerator * 100 // amount.denominator // 100}.{amount * 100 % 100 // 1:02}"


def _promise(promise: Mapping[str, Any]) -> str:
    shape, terms = promise["remedy"]
    worth = "points" if shape == "points" else "credit"
    unit = "" if shape == "points" else " %"
    if shape in ("flat", "per_point"):
        remedy = f"{shape}: {_money(terms)}"
    else:
        edges = [80, *(edge for edge, _ in terms)]
        rows = ", ".join(
            f"{{{f'from: {edge} %, ' if edge else ''}below: {edges[n]} %, {worth}: {share}{unit}}}"
            for n, (edge, share) in enumerate(terms)
        )
        remedy = f"{shape}: {{{'of: fee' if shape == 'bands' else 'into: scheme'}, table: [{rows}]}}"
    if "repeat" in promise:
        again = promise["repeat"]
        many = "1.5" if again["times"] == Fraction(3, 2) else "2"
        growing = ", growing: yes" if again["growing"] else ""
        remedy += f", repeat: {{times: {many}, excused: {again['excused']}{growing}}}"
    if "bank" in promise:
        remedy += f", bank: {{per: exact, keep: {promise['bank']} months, use: oldest_first}}"
    if "earn_back" in promise:
        windows, share = promise["earn_back"]
        remedy += f", earn_back: {{windows: {windows}, share: {share} %, excused: skip}}"
    return (
        f"  {promise['id']}: {{service: support, metric: reported, unit: percent, better: higher, means: drawn,\n"
        f"    measured: figures, each: month, target: at least 80 %, no_data: excluded,\n    remedy: {{{remedy}}}}}\n"
    )


def _cap(number: int, cap: Mapping[str, Any]) -> str:
    on = cap["on"] if cap["on"] == "all" else f"[{', '.join(cap['on'])}]"
    plain = f"{cap['amount']}.00" if "amount" in cap else ""
    limit = plain or f"{{percent: {'12.5' if cap['percent'] == Fraction(25, 2) else '3'} %, of: fee}}"
    return f"  cap-{number}: {{on: {on}, each: {cap['each']}, at_most: {limit}}}\n"


def facts_of(plan: Mapping[str, Any]) -> Facts:
    """The figures of the plan as facts."""
    return Facts(
        figures=tuple(
            ReportedFigure(promise["id"], Period.parse(f"2025-{month + 1:02}"), value=figure)
            for promise in plan["promises"]
            for month, figure in enumerate(promise["figures"])
            if figure is not None
        )
    )


@LAW
@given(plans())
def test_both_come_to_the_same_amounts(plan: dict[str, Any]) -> None:
    agreed = read(written(plan).encode(), vocabulary(), name="agreement.yaml")
    statement = evaluate(agreed, None, "2025", facts=facts_of(plan))
    names = {"points/scheme": "points", "floors/floor": "floor"}
    engine = [
        (names.get(line.source, line.source), line.settles.month, int(line.left * 100), line.kind.value == "credit")
        for line in statement.lines
    ]
    second = [(each.source, (each.month + 1) % 12 + 1, each.coins, each.is_credit) for each in pay(plan)]
    assert sorted(engine) == sorted(second), written(plan)
