"""Amounts that follow an index become dated amounts before anything else looks at them.

``{amount: 500.00, index: cpi-u}`` is 500.00 from the day of the index's first value, and from the day of each later one
500.00 times that value over the first, rounded to the smallest coin as the agreement rounds money.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from pactline.agreement.report import Report, nearest, one_of
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode
from pactline.values.exact import RoundingMode, exact_decimal, round_fraction
from pactline.values.money import currencies, minor_digits
from pactline.values.terms import parse_money

_KEYS = {"amount", "index"}


@dataclass(frozen=True)
class _Coins:
    digits: int
    mode: RoundingMode


def follow(tree: MapNode, report: Report) -> MapNode:
    """The tree with every indexed amount written out as a dated one. Problems of indices go to the report."""
    given = tree.values.get("indices")
    known = given.values if isinstance(given, MapNode) else {}
    indices = {name: found for name, node in known.items() if (found := _steps(name, node, report)) is not None}
    done = _followed(tree, indices, set(known), _coins(tree), report)
    assert isinstance(done, MapNode)
    return done


def _coins(tree: MapNode) -> _Coins:
    currency, rounding = tree.values.get("currency"), tree.values.get("rounding")
    mode = rounding.values.get("money") if isinstance(rounding, MapNode) else None
    digits = minor_digits(currency.text) if isinstance(currency, TextNode) and currency.text in currencies() else 2
    written = mode.text if isinstance(mode, TextNode) else ""
    return _Coins(digits, RoundingMode(written) if written in list(RoundingMode) else RoundingMode.HALF_UP)


def _steps(name: str, node: Node, report: Report) -> dict[str, Fraction] | None:
    """The values of an index by the words that say from when; None if they cannot be read."""
    values = node.values.get("values") if isinstance(node, MapNode) else None
    if not isinstance(values, MapNode) or not values.values:
        remedy = "write values: {from 2021-01-01: 100, from 2022-01-01: 104.1}"
        report.problem("AGR_INDEX", node, f"the index `{name}` has no values", remedy)
        return None
    found: dict[str, Fraction] = {}
    for since, value in values.values.items():
        try:
            found[since] = exact_decimal(value.text.strip() if isinstance(value, TextNode) else "")
        except ValueError:
            found[since] = Fraction(0)
        if found[since] <= 0:
            message = f"a value of the index `{name}` is not a number above 0"
            report.problem("AGR_INDEX", value, message, "write the published number, such as 104.1")
            return None
    return dict(sorted(found.items()))


def _followed(
    node: Node, indices: dict[str, dict[str, Fraction]], known: set[str], coins: _Coins, report: Report
) -> Node:
    if isinstance(node, MapNode) and set(node.values) == _KEYS:
        return _dated(node, indices, known, coins, report)
    if isinstance(node, MapNode):
        inside = {k: _followed(v, indices, known, coins, report) for k, v in node.values.items()}
        return replace(node, values=inside)
    if isinstance(node, ListNode):
        return replace(node, items=[_followed(item, indices, known, coins, report) for item in node.items])
    return node


def _dated(
    node: MapNode, indices: dict[str, dict[str, Fraction]], known: set[str], coins: _Coins, report: Report
) -> Node:
    amount, index = node.values["amount"], node.values["index"]
    broken = TextNode("", node.line, node.column, broken=True)
    if not isinstance(amount, TextNode) or not isinstance(index, TextNode):
        message = "an indexed amount is one amount and the name of one index"
        report.problem("AGR_INDEX", node, message, "write {amount: 500.00, index: NAME}")
        return broken
    if index.text not in indices:
        if index.text not in known:  # else its own problem has been told
            hint = nearest(index.text, known) or (f"name {one_of(known)}" if known else "define it under indices")
            report.problem("AGR_INDEX", index, f"there is no index called {index.text!r}", hint)
        return broken
    try:
        base = parse_money(amount.text)
    except ValueError as wrong:
        report.problem("AGR_MONEY", amount, str(wrong), "write the amount with a decimal point, such as 500.00")
        return broken
    steps = indices[index.text]
    first = next(iter(steps.values()))
    keys, values = {}, {}
    for since, value in steps.items():
        exact = Fraction(base) * value / first
        written = base if value == first else round_fraction(exact, coins.digits, coins.mode)
        keys[since] = TextNode(since, amount.line, amount.column)
        values[since] = TextNode(f"{written:f}", amount.line, amount.column)
    return MapNode(node.line, node.column, keys, {**values})
