# ruff: noqa: E501 (a table reads better with one choice a line)
"""Complete agreements and one choice taken out of each: what must be asked then. The gallery page is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.agreement.faults import GOOD

_HEAD = """\
agreement: Contract with everything
provider: Northwind Contact GmbH
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: 1 decimal half_up, money: half_up}
precedence: [clause 4, table]
order: [points, incidents, caps, floors]
calendars: {office: {mon-fri: "08:00-18:00"}}
charges:
  fee: {each: month, amount: 10000.00}
services:
  all: {hours: always}
commitments:
  answered:
    service: all
    metric: reported
    unit: percent
    better: higher
    means: answered by somebody who listens, of all calls
    measured: figures
    each: month
    target: {stated: {clause 4: at least 99 %, table: at least 98 %}}
    report: {due: 5 business days, calendar: office, late: missed}
    remedy: {points: {into: severity, each_miss: 1}, repeat: {times: 2, excused: skip}}
  waiting:
    service: all
    metric: reported
    unit: seconds
    better: lower
    means: whole seconds until the call was answered and listened to
    measured: figures
    each: rolling 2 months
    over_months: pooled
    before_full: shorter
    target: at most 45 s
    rounding: 0 decimals half_up
    remedy: {bands: {of: fee, table: [{from: 46 s, to: 48 s, credit: 25 %}, {from: 49 s, credit: 50 %}]}}
  banked:
    service: all
    metric: reported
    unit: percent
    better: higher
    means: first contact resolution
    measured: figures
    each: month
    target: at least 85 %
    remedy: {per_contact: {amount: 5.00, parts: begun, beyond: target}, bank: {per: exact, keep: 3 months, use: oldest_first}}
  thrice:
    service: all
    metric: reported
    unit: count
    better: lower
    means: complaints
    measured: figures
    each: month
    target: at most 10
    remedy: {streak: {length: 3, amount: 100.00, again: each_window, excused: break}}
  both-ways:
    service: all
    metric: reported
    unit: percent
    better: higher
    means: satisfied customers
    measured: figures
    each: month
    target: at least 80 %
    remedy: {two_sided: {worse_by: 1 points, better_by: 1 points, per: 1 points, amount: 10.00, steps: whole, most: 100.00}}
points: {severity: {each: month, ladder: {of: fee, between: step_down, table: [{at: 1, credit: 1 %}, {at: 2, credit: 2 %}]}}}
incidents: {pay: highest}
caps: {monthly: {each: month, at_most: 500.00}}
floors: {small: {each: month, under: 10.00, then: waived}}
rights: {leave: {holder: client, when: {missed: answered, in_a_row: 3, excused: skip}, what: end the agreement, open_for: 20 business days, calendar: office}}
relief: {causes: {storm: {effect: cut_out}}}
volume: {forecast: {commitments: answered, threshold: 110 %, beyond: first_to_arrive}}
settlement: {by: next_invoice, claim: not_needed}
"""


@dataclass(frozen=True)
class Open:
    """A choice that is taken out: what it is about, and the edit that takes it out."""

    what: str
    about: str
    old: str
    new: str = ""
    complete: str = _HEAD

    @property
    def text(self) -> str:
        """The agreement without the choice."""
        assert self.old in self.complete, f"{self.what}: nothing to take out"
        return self.complete.replace(self.old, self.new, 1)


COMPLETE = (GOOD, _HEAD)
OPEN = (
    # counting
    Open("how long callers may wait", "commitments.prompt-answer.within", "    within: 20 s\n", complete=GOOD),
    Open("what an abandoned call does", "commitments.two-tiers.abandons", "    abandons: count_all\n", complete=GOOD),
    Open("how soon an abandon is a short one", "commitments.prompt-answer.short_abandon", "    short_abandon: 5 s\n", complete=GOOD),
    Open("what short abandons do to the rate", "commitments.abandonment.short_abandons", "    short_abandons: ignore\n", complete=GOOD),
    Open("how long an interval is", "commitments.half-hours.interval", "    interval: 30 min\n", complete=GOOD),
    Open("which window counts", "commitments.prompt-answer.each", "    each: month\n    target: at least 80 %", "    target: at least 80 %", complete=GOOD),
    Open("the time zone", "zone", "zone: Europe/Berlin\n", complete=GOOD),
    Open("which service", "commitments.abandonment.service", '    clause: "4.3"\n    service: support\n', '    clause: "4.3"\n', complete=GOOD),
    Open("how a call is counted, where no conventions are named", "commitments.prompt-answer.level", "conventions: common-2026\n", complete=GOOD),
    # rounding
    Open("how figures are rounded", "rounding.shares", "shares: exact, ", complete=GOOD),
    Open("how amounts are rounded", "rounding.money", ", money: half_up", complete=GOOD),
    Open("how one figure is rounded", "commitments.waiting.rounding", "    rounding: 0 decimals half_up\n", "    rounding: exact\n"),
    # windows
    Open("a part of a window", "commitments.prompt-answer.part_windows", "term: 2025-01-01/", "term: 2025-01-15/", complete=GOOD),
    Open("the months of a rolling window", "commitments.waiting.over_months", "    over_months: pooled\n"),
    Open("a rolling window before it is full", "commitments.waiting.before_full", "    before_full: shorter\n"),
    Open("a late report", "commitments.answered.report.late", ", late: missed"),
    Open("whose business days", "commitments.answered.report.calendar", ", calendar: office, late", ", late"),
    # remedies
    Open("an excused month in a row of misses", "commitments.answered.remedy.repeat.excused", ", excused: skip}}\n  waiting", "}}\n  waiting"),
    Open("a row that goes on", "commitments.thrice.remedy.streak.again", " again: each_window,"),
    Open("a part of a contact", "commitments.banked.remedy.per_contact.parts", " parts: begun,"),
    Open("which contacts are paid for", "commitments.banked.remedy.per_contact.beyond", ", beyond: target"),
    Open("a part of a step", "commitments.both-ways.remedy.two_sided.steps", " steps: whole,"),
    Open("which banked points are used first", "commitments.banked.remedy.bank.use", ", use: oldest_first"),
    # rules
    Open("a total between two rungs", "points.severity.ladder.between", " between: step_down,"),
    Open("which place wins", "precedence", "precedence: [clause 4, table]\n"),
    Open("the order of the rules", "order", "order: [points, incidents, caps, floors]\n"),
    Open("one incident, several credits", "incidents.pay", "{pay: highest}", "{}"),
    Open("credits under the floor", "floors.small.then", ", then: waived"),
    Open("an excused month before a right", "rights.leave.when.excused", ", excused: skip}, what", "}, what"),
    Open("what a storm does", "relief.causes.storm.effect", "{effect: cut_out}", "{}"),
    Open("calls above the forecast", "volume.forecast.beyond", ", beyond: first_to_arrive"),
    Open("whether credits must be claimed", "settlement.claim", ", claim: not_needed"),
)  # fmt: skip
