"""The floor of a centre, event by event: what is compiled.

The functions compute with whole numbers on flat tables only, so that they run compiled on arrays and uncompiled on
lists with the same results. At one instant agents become free first, then shifts change, customers enter, patience
ends, and further groups become eligible.
"""

from __future__ import annotations

from pactline.planning.simulation.compiling import compiled, inlined
from pactline.planning.simulation.heaps import pop, push
from pactline.planning.simulation.state import (
    ABANDONED,
    ANSWERED,
    ARRIVED,
    BUSY,
    CALLBACK,
    CHANGED,
    ENTRY,
    EXPIRY,
    FLOWED_OUT,
    LAST_MS,
    MASK,
    NEVER,
    SHIFT,
    SHIFTS,
    VISITS,
    WAITING,
    Choices,
    Floor,
    Rules,
    Visits,
)

_NOTHING, _FREED, _CHANGE, _ENTERS, _ARRIVES, _EXPIRES, _STAGE = 0, 1, 2, 3, 4, 5, 6


@inlined
def _answer(v: Visits, f: Floor, visit: int, group: int, now: int) -> None:
    first = f.first_slot[group]
    head = f.ring_head[group]
    slot = f.ring[first + head]
    head += 1
    f.ring_head[group] = 0 if head == f.first_slot[group + 1] - first else head
    f.idle[group] -= 1
    v.state[visit] = ANSWERED
    v.left_ms[visit] = now
    v.slot[visit] = slot
    push(f.busy, f.count, BUSY, ((now + v.handling_ms[visit]) << SHIFT) | slot)


@inlined
def _stand_by(f: Floor, slot: int) -> None:
    group = f.group_of[slot]
    first = f.first_slot[group]
    at = f.ring_head[group] + f.idle[group]
    size = f.first_slot[group + 1] - first
    f.ring[first + (at - size if at >= size else at)] = slot
    f.idle[group] += 1


@inlined
def _first_waiting(v: Visits, f: Floor, queue: int) -> int:
    at: int = f.head[queue]
    while at >= 0 and v.state[at] != WAITING:
        at = v.following[at]
    f.head[queue] = at
    return at


@inlined
def _serve(v: Visits, r: Rules, f: Floor, group: int, now: int) -> None:
    """Idle agents of a group take what waits: the best priority first, then who has waited longest."""
    while f.idle[group] > 0:
        best = -1
        priority = 0
        since = NEVER
        for k in range(r.serve_from[group], r.serve_from[group + 1]):
            if best >= 0 and r.serve_priority[k] > priority:
                break
            queue = r.serve_queue[k]
            if f.waiting[queue] > 0:
                visit = _first_waiting(v, f, queue)
                entered = v.entered_ms[visit]
                if entered < since and now - entered >= r.serve_after_ms[k]:
                    best, priority, since = visit, r.serve_priority[k], entered
        if best < 0:
            return
        f.waiting[v.queue[best]] -= 1
        _answer(v, f, best, group, now)


@inlined
def _add_visit(v: Visits, f: Floor, of: int, queue: int, attempt: int, at_ms: int, patience_ms: int) -> None:
    number = f.count[VISITS]
    f.count[VISITS] = number + 1
    v.customer[number] = v.customer[of]
    v.queue[number] = queue
    v.attempt[number] = attempt
    v.entered_ms[number] = at_ms
    v.patience_ms[number] = patience_ms
    v.handling_ms[number] = v.handling_ms[of]
    push(f.entry, f.count, ENTRY, (at_ms << SHIFT) | number)


@inlined
def _abandon(v: Visits, f: Floor, c: Choices, customers: int, visit: int, now: int) -> None:
    v.state[visit] = ABANDONED
    v.left_ms[visit] = now
    attempt = v.attempt[visit]
    at = attempt * customers + v.customer[visit]
    if attempt >= 0 and at < len(c.redial_after_ms) and c.redial_after_ms[at] >= 0:
        again_ms = now + c.redial_after_ms[at]
        _add_visit(v, f, visit, v.queue[visit], attempt + 1, again_ms, c.redial_patience_ms[at])


@inlined
def _accepts_callback(v: Visits, r: Rules, f: Floor, c: Choices, visit: int, now: int) -> bool:
    """Offer a callback; whoever accepts leaves the queue and will be called."""
    queue = v.queue[visit]
    if v.attempt[visit] != 0 or len(c.accepts) == 0 or c.accepts[v.customer[visit]] == 0:
        return False
    v.state[visit] = CALLBACK
    v.left_ms[visit] = now
    _add_visit(v, f, visit, r.callback_queue[queue], -1, now + max(r.callback_due_ms[queue], 0), -1)
    return True


@inlined
def _enter(v: Visits, r: Rules, f: Floor, c: Choices, customers: int, visit: int, now: int) -> None:
    queue = v.queue[visit]
    for k in range(r.route_from[queue], r.route_from[queue + 1]):
        group = r.route_group[k]
        if f.idle[group] > 0 and r.route_after_ms[k] == 0:
            _answer(v, f, visit, group, now)
            return
    patience = v.patience_ms[visit]
    if patience == 0:
        _abandon(v, f, c, customers, visit, now)
        return
    longer = r.callback_longer[queue]
    if longer >= 0 and f.waiting[queue] + 1 > longer and _accepts_callback(v, r, f, c, visit, now):
        return
    v.state[visit] = WAITING
    f.waiting[queue] += 1
    if f.tail[queue] >= 0:
        v.following[f.tail[queue]] = visit
    f.tail[queue] = visit
    if f.head[queue] < 0:
        f.head[queue] = visit
    for stage in range(len(r.stage_queue)):
        if r.stage_queue[stage] == queue and f.stage_next[stage] < 0:
            f.stage_next[stage] = visit
    if patience > 0:
        push(f.expiry, f.count, EXPIRY, ((now + patience) << SHIFT) | visit)


@inlined
def _leave_duty(f: Floor, slot: int, now: int) -> None:
    f.present[f.group_of[slot]] -= 1
    number = f.count[SHIFTS]
    f.count[SHIFTS] = number + 1
    f.shift_slot[number] = slot
    f.shift_from_ms[number] = f.since_ms[slot]
    f.shift_to_ms[number] = now
    f.since_ms[slot] = -1


@inlined
def _free(v: Visits, r: Rules, f: Floor, slot: int, now: int) -> None:
    group = f.group_of[slot]
    if f.present[group] > f.wanted[group]:
        _leave_duty(f, slot, now)
    else:
        _stand_by(f, slot)
        _serve(v, r, f, group, now)


@inlined
def _change(v: Visits, r: Rules, f: Floor, group: int, slots: int, now: int) -> None:
    """A group has another size: idle agents go first, the others finish their contact; who comes takes what waits."""
    f.wanted[group] = slots
    first = f.first_slot[group]
    size = f.first_slot[group + 1] - first
    while f.present[group] > slots and f.idle[group] > 0:
        f.idle[group] -= 1
        last = f.ring_head[group] + f.idle[group]
        _leave_duty(f, f.ring[first + (last - size if last >= size else last)], now)
    slot = first
    while f.present[group] < slots:
        if f.since_ms[slot] < 0:
            f.since_ms[slot] = now
            f.present[group] += 1
            _stand_by(f, slot)
        slot += 1
    _serve(v, r, f, group, now)


@inlined
def _send_away(v: Visits, r: Rules, f: Floor, now: int) -> None:
    """Whoever waits for groups that are all away is moved on."""
    for queue in range(len(f.waiting)):
        there = 0
        for k in range(r.route_from[queue], r.route_from[queue + 1]):
            there += f.wanted[r.route_group[k]]
        while there == 0 and f.waiting[queue] > 0:
            visit = _first_waiting(v, f, queue)
            v.state[visit] = FLOWED_OUT
            v.left_ms[visit] = now
            f.waiting[queue] -= 1


@inlined
def _next_stage(v: Visits, r: Rules, f: Floor) -> tuple[int, int]:
    """The next that has waited for something: the stage, and when."""
    found, at_ms = -1, NEVER
    for stage in range(len(r.stage_queue)):
        visit = f.stage_next[stage]
        while visit >= 0 and v.state[visit] != WAITING:
            visit = v.following[visit]
        f.stage_next[stage] = visit
        if visit >= 0 and v.entered_ms[visit] + r.stage_after_ms[stage] < at_ms:
            found, at_ms = stage, v.entered_ms[visit] + r.stage_after_ms[stage]
    return found, at_ms


@inlined
def _next_event(v: Visits, r: Rules, f: Floor, customers: int) -> tuple[int, int]:
    what, at_ms = _NOTHING, NEVER
    if f.count[BUSY] > 0:
        what, at_ms = _FREED, f.busy[0] >> SHIFT
    if f.count[CHANGED] < len(r.change_ms) and r.change_ms[f.count[CHANGED]] < at_ms:
        what, at_ms = _CHANGE, r.change_ms[f.count[CHANGED]]
    if f.count[ENTRY] > 0 and f.entry[0] >> SHIFT < at_ms:
        what, at_ms = _ENTERS, f.entry[0] >> SHIFT
    if f.count[ARRIVED] < customers and v.entered_ms[f.count[ARRIVED]] < at_ms:
        what, at_ms = _ARRIVES, v.entered_ms[f.count[ARRIVED]]
    if f.count[EXPIRY] > 0 and f.expiry[0] >> SHIFT < at_ms:
        what, at_ms = _EXPIRES, f.expiry[0] >> SHIFT
    return what, at_ms


@inlined
def _pass_stage(v: Visits, r: Rules, f: Floor, c: Choices, stage: int, now: int) -> None:
    """A visit has waited long enough for a further group, or for the offer of a callback."""
    visit = f.stage_next[stage]
    group = r.stage_group[stage]
    f.stage_next[stage] = v.following[visit]
    if group < 0:
        if _accepts_callback(v, r, f, c, visit, now):
            f.waiting[r.stage_queue[stage]] -= 1
    elif f.idle[group] > 0:
        f.waiting[r.stage_queue[stage]] -= 1
        _answer(v, f, visit, group, now)


@inlined
def _happen(v: Visits, r: Rules, f: Floor, c: Choices, customers: int, what: int, now: int) -> None:
    if what == _FREED:
        _free(v, r, f, pop(f.busy, f.count, BUSY) & MASK, now)
    elif what == _ARRIVES:
        visit = f.count[ARRIVED]
        f.count[ARRIVED] = visit + 1
        _enter(v, r, f, c, customers, visit, now)
    elif what == _EXPIRES:
        visit = pop(f.expiry, f.count, EXPIRY) & MASK
        f.waiting[v.queue[visit]] -= 1
        _abandon(v, f, c, customers, visit, now)
    elif what == _ENTERS:
        _enter(v, r, f, c, customers, pop(f.entry, f.count, ENTRY) & MASK, now)
    else:
        change = f.count[CHANGED]
        f.count[CHANGED] = change + 1
        if r.change_group[change] < 0:
            _send_away(v, r, f, now)
        else:
            _change(v, r, f, r.change_group[change], r.change_slots[change], now)


@compiled
def run_floor(v: Visits, r: Rules, f: Floor, c: Choices, customers: int) -> None:
    """Live through all events; the first ``customers`` visits arrive by themselves, in order.

    Who still waits when nothing more can happen is moved on, and who is on duty then leaves.
    """
    now = 0
    stages = len(r.stage_queue) > 0
    while True:
        what, at_ms = _next_event(v, r, f, customers)
        if stages:
            stage, stage_ms = _next_stage(v, r, f)
            if stage_ms < at_ms:
                now = stage_ms
                _pass_stage(v, r, f, c, stage, now)
                continue
        if what == _NOTHING:
            break
        if what == _EXPIRES and v.state[f.expiry[0] & MASK] != WAITING:
            pop(f.expiry, f.count, EXPIRY)  # was answered long ago
            continue
        now = at_ms
        _happen(v, r, f, c, customers, what, now)
    for group in range(len(f.wanted)):
        f.wanted[group] = 0
    _send_away(v, r, f, now)
    for slot in range(len(f.since_ms)):
        if f.since_ms[slot] >= 0:
            _leave_duty(f, slot, now)
    f.count[LAST_MS] = now
