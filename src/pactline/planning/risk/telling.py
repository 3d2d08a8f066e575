"""A period ahead in words and tables."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from textwrap import wrap

import numpy as np

from pactline.planning.risk.plans import Plan
from pactline.planning.risk.report import Report
from pactline.planning.risk.scores import Chance
from pactline.statement.model import figure_text, result_figure
from pactline.statement.shown.saying import target_text
from pactline.statement.shown.terminal import WIDTH, table
from pactline.values.exact import how_many


def report_text(found: Report) -> str:
    """All of it, at most 100 columns wide where its words allow it."""
    outlook, wanted = found.outlook, found.wanted
    text, simulated = outlook.text, how_many(wanted.months, f"simulated {found.word}")
    lines = [
        f"{text.name}: plans for {outlook.period} ({text.zone.key})",
        f"{simulated} each, judged by the statement's own code; seed {wanted.seed}",
        "",
        *_plans(found),
        "",
        *_advice(found),
        "",
        *_staff(found.plan),
        "",
        *_commitments(found),
        "",
        *_courses(found),
    ]
    if found.what_if is not None:
        lines += ["", *_what_if(found)]
    lines += ["", "What the invoice leaves out", *wrap(leaves_out(found), WIDTH)]
    lines += ["", f"The statement of a {found.word} in the middle", "", str(found.typical)]
    notes = [f"note: {note}" for note in outlook.notes]
    notes += [f"not planned for: {name}: {why}" for name, why in outlook.left_out]
    if notes:
        lines += ["", *(line for note in notes for line in wrap(note, WIDTH, subsequent_indent="  "))]
    return "\n".join(lines)


def _plans(found: Report) -> list[str]:
    priced = found.prices.priced
    heads = ["Planned for", "Hours", "Scheduled", "Staff cost", "Missed", "95 of 100 runs", "Credits", "Bonuses", "Sum"]
    rows = []
    plans = [*found.prices.plans, *([found.given] if found.given else [])]
    for plan in plans:
        marks = ("*" if plan is found.prices.recommended else "") + (
            "+" if priced and plan is found.prices.cheapest else ""
        )
        rows.append(
            [
                plan.name + (f" {marks}" if marks else ""), f"{plan.hours:,.0f}", f"{plan.scheduled_hours:,.0f}",
                _money(plan.cost), _percent(plan.risk.any_missed.share), _interval(plan.risk.any_missed),
                _money(plan.risk.credits), _money(plan.risk.bonuses), _money(plan.total),
            ]
        )  # fmt: skip
    shown = [number for number, head in enumerate(heads) if priced or head not in ("Staff cost", "Sum")]
    cells = [[row[number] for number in shown] for row in rows]
    said = (
        f"Hours: of agents on the phone. Missed: {found.word}s in which at least one commitment is missed. Credits "
        f"and bonuses: on average a {found.word}, in {found.outlook.text.currency}. * recommended"
    )
    if priced:
        said += ", + the lowest sum of staff cost and credits less bonuses"
    return [*table([heads[number] for number in shown], "<" + ">" * (len(shown) - 1), cells), *wrap(said + ".", WIDTH)]


def _advice(found: Report) -> list[str]:
    prices, currency = found.prices, found.outlook.text.currency
    best, limit = prices.recommended, f"{100 * prices.limit:.3g} %"
    if not prices.is_kept:
        said = (
            f"No plan looked at misses something in at most {limit} of the {found.word}s: the one for {best.name} "
            f"comes nearest. Look at more with --levels, such as --levels +10%,+20%"
        )
        return wrap(said, WIDTH)
    said = (
        f"Recommended: the plan for {best.name}. It is the cheapest that misses something in at most {limit} of the "
        f"{found.word}s ({_percent(best.risk.any_missed.share)} of those simulated)."
        if prices.priced
        else f"Recommended: the plan for {best.name}. It has the fewest agent-hours of those that miss something in at "
        f"most {limit} of the {found.word}s. With --cost-per-hour plans have prices."
    )
    if prices.priced and prices.cheapest is not best:
        less = best.total - prices.cheapest.total
        said += (
            f" The lowest sum has the plan for {prices.cheapest.name}: {currency} {_money(less)} a {found.word} "
            f"less, by missing something in {_percent(prices.cheapest.risk.any_missed.share)} of the {found.word}s and "
            "paying."
        )
        if prices.cheapest is prices.plans[0]:
            said += (
                " It is the smallest plan looked at: where credits are limited, even fewer agents may cost less still."
            )
    elif prices.priced:
        said += " No other plan has a lower sum of staff cost and money owed."
    return wrap(said, WIDTH)


def _staff(plan: Plan) -> list[str]:
    heads = ["Queue", "Contacts", "Hours", "Scheduled", "Fewest", "Most", "Asks for most, by intervals"]
    rows = []
    for queue in plan.queues:
        there = queue.agents[queue.agents > 0]
        names = [name for name in queue.binding if name]
        usual = max(set(names), key=names.count) if names else ""
        rows.append(
            [
                queue.queue,
                f"{queue.offered.sum():,.0f}",
                f"{queue.agents.sum() * queue.length_s / 3600:,.0f}",
                f"{queue.hours:,.0f}",
                f"{there.min():,.0f}" if there.size else "0",
                f"{there.max():,.0f}" if there.size else "0",
                f"{usual} ({_percent(names.count(usual) / len(names))})" if usual else "",
            ]
        )
    name = plan.name if plan.name.startswith("the plan") else f"the plan for {plan.name}"
    return [f"{name[0].upper()}{name[1:]}: agents on the phone", *table(heads, "<>>>>><", rows)]


def _commitments(found: Report) -> list[str]:
    heads = ["Commitment", "Target", "As forecast", "Low", "Middle", "High", "Missed", "95 of 100 runs"]
    rows = []
    for id in found.commitments:
        result = found.as_forecast[id]
        figures = found.plan.risk.figures(id)
        cells = [""] * 3
        if figures.size:
            marks = np.quantile(figures, [0.05, 0.5, 0.95])
            cells = [figure_text(Fraction(float(mark)).limit_denominator(10**6), result.unit) for mark in marks]
        chance = found.plan.risk.missed(id)
        target = target_text(result.windows[0].target) if result.windows else ""
        rows.append([id, target, result_figure(result), *cells, _percent(chance.share), _interval(chance)])
    risk, currency = found.plan.risk, found.outlook.text.currency
    lines = ["What becomes of each commitment under it", *table(heads, "<<>>>>>>", rows, WIDTH)]
    by_chance = _money(Decimal(str(round(1.96 * risk.net_error, 2))))
    lines += wrap(
        f"Low and high: one {found.word} in twenty lies below, one above. The provider owes {currency} "
        f"{_money(risk.net)} a {found.word} on average (give or take {by_chance} by chance of the simulation); in 1 of "
        f"20 {found.word}s more than {_money(risk.net_quantile(0.95))}, in 1 of 100 more than "
        f"{_money(risk.net_quantile(0.99))}. Below nought the client owes a bonus.",
        WIDTH,
    )
    for name, chance in risk.rights.items():
        lines.append(f"The right {name} opens in {_percent(chance.share)} of the {found.word}s ({_interval(chance)}).")
    return lines


def _courses(found: Report) -> list[str]:
    heads = ["Course", "Missed", "95 of 100 runs", "Missed most", f"Owed a {found.word}"]
    rows = []
    for course in found.courses:
        worst = max(found.commitments, key=lambda id: course.risk.missed(id).times, default="")
        share = course.risk.missed(worst).share if worst else 0.0
        rows.append(
            [
                course.name,
                _percent(course.risk.any_missed.share),
                _interval(course.risk.any_missed),
                f"{worst} ({_percent(share)})" if share else "",
                _money(course.risk.net),
            ]
        )
    months = found.courses[0].risk.months if found.courses else 0
    return [
        f"The same agents if it comes otherwise ({how_many(months, found.word)} each)",
        *table(heads, "<>><>", rows),
    ]


def _what_if(found: Report) -> list[str]:
    asked = found.what_if
    assert asked is not None
    before, after = asked.before, asked.after
    heads = ["What if", "Hours", "Staff cost", "Missed", "95 of 100 runs", f"Owed a {found.word}", "Sum"]
    rows = [
        [
            name, f"{plan.hours:,.0f}", _money(plan.cost) if found.prices.priced else "-",
            _percent(plan.risk.any_missed.share), _interval(plan.risk.any_missed), _money(plan.risk.net),
            _money(plan.total) if found.prices.priced else "-",
        ]
        for name, plan in (("as planned", before), (f"with {asked.text}", after))
    ]  # fmt: skip
    less = before.risk.any_missed.share - after.risk.any_missed.share
    said = f"It takes {asked.hours:,.0f} agent-hours, and {_points(less)} of the {found.word}s are missed"
    if found.prices.priced:
        gain = before.total - after.total
        said += f"; the sum is {_money(abs(gain))} {'lower' if gain > 0 else 'higher'}"
    return [*table(heads, "<>>>>>>", rows), *wrap(f"{said}. The simulated {found.word}s are the same.", WIDTH)]


def leaves_out(found: Report) -> str:
    """What a sum of staff cost and credits does not say, in plain words."""
    text, prices = found.outlook.text, found.prices
    rights = text.rule("rights")
    said = []
    if prices.priced and prices.cheapest.risk.any_missed.share > prices.limit:
        said.append(
            f"The plan with the lowest sum breaks a promise in {_percent(prices.cheapest.risk.any_missed.share)} of "
            f"the {found.word}s. Paying is cheaper there than keeping the promise, as long as nothing but the credit "
            "follows."
        )
    if rights:
        names = "; ".join(f"{name}: {terms.what}" for name, terms in rights.items())
        said.append(f"The agreement gives rights after misses ({names}); no sum above has a price for them.")
    else:
        said.append("The agreement names no right to end it after misses, but a client need not renew.")
    said.append(
        "A client who leaves, a renewal at a lower price, a reference that is lost, customers who do not come back and "
        "agents who are always late are in no invoice. The limit on the risk (--risk) is where they have their say."
    )
    return " ".join(said)


def percent_text(share: float) -> str:
    """``12 %``; a share above nought is never shown as none, one below all never as all."""
    return _percent(share)


def _percent(share: float) -> str:
    if 0 < share < 0.0005 or 0.9995 < share < 1:
        return "under 0.1 %" if share < 0.5 else "over 99.9 %"
    return f"{100 * share:.1f} %"


def _points(share: float) -> str:
    if abs(share) < 0.0005:
        return "no more and no fewer"
    return f"{100 * abs(share):.1f} in 100 {'fewer' if share > 0 else 'more'}"


def _interval(chance: Chance) -> str:
    low, high = chance.interval
    return f"{100 * low:.1f}-{100 * high:.1f} %"


def _money(amount: Decimal) -> str:
    return f"{amount:,f}"
