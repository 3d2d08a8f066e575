"""Labour rules for one agent: a shift a day, rest, days on and off, hours, weekends, nights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pactline.planning.shifts.agents_file import AgentRule
from pactline.planning.shifts.candidates import Candidate
from pactline.planning.shifts.demand import Slots
from pactline.planning.shifts.guarding import Rule
from pactline.planning.shifts.previous import Before
from pactline.planning.shifts.rules import Rules
from pactline.values.zone import from_us

if TYPE_CHECKING:
    from pactline.planning.shifts.roster import RosterModel

NIGHT_MIN = 120  # a night shift has more than two hours of night time, as in section 2 (4) of the German ArbZG


def is_night(shift: Candidate, rules: Rules, slots: Slots) -> bool:
    """Whether more than two hours of a shift lie in the night of the rules."""
    night = 0
    for slot in range(shift.start, shift.end):
        local = from_us(slots.us(slot), slots.zone)
        night += rules.costs.night.holds(60 * local.hour + local.minute)
    return night > slots.long(NIGHT_MIN)


def add_rules(roster: RosterModel) -> None:
    """Every labour rule for every agent; for a group of agents as far as it can be said of all together."""
    for who, size in roster.sizes.items():
        agent = roster.team.agents[who]
        works = [sum(literal for _, literal in roster.on_day(who, day)) for day in range(roster.slots.days)]
        for on in works:
            if not isinstance(on, int):
                roster.guards.model.add(on <= size)
        left = roster.before.get(who, Before())
        _rest(roster, who, left)
        _days(roster, who, agent, works, left)
        _hours(roster, who, agent)
        _weekends(roster, works)
        _nights(roster, who)


def _rest(roster: RosterModel, who: str, left: Before) -> None:
    """Between the end of a shift and the start of the next lies the rest, also to the last shift of the week before."""
    slots, week = roster.slots, roster.rules.week
    rest = slots.long(week.rest) + bool(week.rest * 60_000_000 % slots.grain_us)
    rule = Rule("rest", f"between two shifts lie {week.rest / 60:g} h of rest", "lower week: rest")
    by_day = [roster.on_day(who, day) for day in range(slots.days)]
    for day in range(slots.days):
        for later in (day + 1, day + 2):
            if later >= slots.days:
                continue
            for start in sorted({each.start for each, _ in by_day[later]}):
                early = [literal for each, literal in by_day[day] if each.end > start - rest]
                soon = [literal for each, literal in by_day[later] if each.start <= start]
                if early and soon:
                    roster.guards.add(sum(early) + sum(soon) <= roster.sizes[who], rule)
    if left.last_end_us is not None:
        told = Rule("rest before", f"{who} rests {week.rest / 60:g} h after the last shift of the roster before",
                    "lower week: rest, or change the roster before")  # fmt: skip
        free = slots.slot(left.last_end_us - 1) + 1 + rest
        for each, pools in roster.works[who].items():
            if each.start < free:
                for literal in pools.values():
                    roster.guards.add(literal == 0, told)


def weeks_of(slots: Slots) -> list[range]:
    """The weeks from Monday to Sunday that lie in the plan, by number of day; parts of weeks at its edges too."""
    found: list[range] = []
    start = 0
    for day in range(1, slots.days + 1):
        if day == slots.days or slots.day(day).weekday() == 0:
            found.append(range(start, day))
            start = day
    return found


def _days(roster: RosterModel, who: str, agent: AgentRule, works: list[Any], left: Before) -> None:
    week, guards, size = roster.rules.week, roster.guards, roster.sizes[who]
    most = agent.days_on if agent.days_on is not None else week.days_on
    own = agent.days_on is not None
    at_most = Rule(
        f"days_on {who}" if own else "days_on",
        f"{who if own else 'nobody'} works {'at most' if own else 'more than'} {most} days a week",
        f"raise days_on of {who}" if own else "raise week: days_on",
    )
    off = Rule("days_off_in_a_row", f"{week.days_off_in_a_row} days off in a row each week",
               "lower week: days_off_in_a_row")  # fmt: skip
    for days in weeks_of(roster.slots):
        if any(not isinstance(works[day], int) for day in days):
            guards.add(sum(works[day] for day in days) <= size * most, at_most)
        if len(days) == 7 and week.days_off_in_a_row and size == 1:
            _days_off(roster, [works[day] for day in days], off)
    run = week.days_in_a_row
    row = Rule("days_in_a_row", f"nobody works more than {run} days in a row", "raise week: days_in_a_row")
    for start in range(-left.days_in_a_row, len(works) - run):
        inside = works[max(start, 0) : start + run + 1]
        if any(not isinstance(each, int) for each in inside):
            guards.add(sum(inside) + size * max(-start, 0) <= size * run, row)


def _days_off(roster: RosterModel, works: list[Any], rule: Rule) -> None:
    """Somewhere in a week lie so many days off side by side."""
    model, number = roster.guards.model, roster.rules.week.days_off_in_a_row
    begins = []
    for start in range(7 - number + 1):
        free = model.new_bool_var("")
        for each in works[start : start + number]:
            if not isinstance(each, int):
                model.add(each == 0).only_enforce_if(free)
        begins.append(free)
    roster.guards.add(sum(begins) >= 1, rule)


def _hours(roster: RosterModel, who: str, agent: AgentRule) -> None:
    """Paid hours of a week; a day away lowers the least hours by a day's share."""
    rules, slots = roster.rules, roster.slots
    hours = agent.hours or rules.week.hours
    own = agent.hours is not None
    days_on = agent.days_on or rules.week.days_on
    for days in weeks_of(slots):
        paid = sum(
            literal * rules.paid_minutes(roster.profiles[each.profile].rule, roster.profiles[each.profile].minutes)
            for day in days
            for each, literal in roster.on_day(who, day)
        )
        if hours.at_most is not None and not isinstance(paid, int):
            rule = Rule(
                f"hours at_most {who}" if own else "hours at_most",
                f"{who if own else 'everyone'} works at most {hours.at_most / 60:g} paid hours a week",
                f"raise hours: at_most of {who}" if own else "raise week: hours: at_most",
            )
            roster.guards.add(paid <= roster.sizes[who] * hours.at_most, rule)
        away = sum(any(off.first <= slots.day(day) < off.end for off in agent.away) for day in days)
        least = hours.at_least * max(days_on - away, 0) // days_on
        if len(days) == 7 and least:
            rule = Rule(f"hours at_least {who}", f"{who} works at least {least / 60:g} paid hours in the week",
                        f"lower hours: at_least of {who}, or widen the times {who} is available")  # fmt: skip
            roster.guards.add(paid >= roster.sizes[who] * least, rule)


def _weekends(roster: RosterModel, works: list[Any]) -> None:
    how, slots = roster.rules.week.weekend, roster.slots
    both = Rule("weekend", "weekends are worked whole or not at all", "write week: weekend: any")
    free = Rule("weekend", "nobody works on weekends", "write week: weekend: any")
    for day in range(slots.days):
        on, weekday = works[day], slots.day(day).weekday()
        if how == "free" and weekday >= 5 and not isinstance(on, int):
            roster.guards.add(on == 0, free)
        if how == "both_or_none" and weekday == 5 and day + 1 < slots.days:
            after = works[day + 1]
            if not (isinstance(on, int) and isinstance(after, int)):
                roster.guards.add(on == after, both)


def _nights(roster: RosterModel, who: str) -> None:
    most, slots = roster.rules.week.nights_in_a_row, roster.slots
    if most is None:
        return
    rule = Rule("nights_in_a_row", f"nobody works more than {most} nights in a row", "raise week: nights_in_a_row")
    nights = list(_night_literals(roster, who))
    for start in range(slots.days - most):
        inside = [literal for day in range(start, start + most + 1) for literal in nights[day]]
        if len(inside) > most:
            roster.guards.add(sum(inside) <= roster.sizes[who] * most, rule)


def _night_literals(roster: RosterModel, who: str) -> Iterator[list[Any]]:
    for day in range(roster.slots.days):
        mine = roster.on_day(who, day)
        yield [literal for each, literal in mine if is_night(each, roster.rules, roster.slots)]
