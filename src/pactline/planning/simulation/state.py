"""The tables of a run: flat, of whole numbers, so that compiled code takes them as arrays and plain Python as lists.

All instants and durations are whole milliseconds since the beginning of the run. A *slot* is a place to handle one
contact: an agent, or one of several contacts that an agent holds at once.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

Ints: TypeAlias = Any  # an int64 array, or a list where nothing is compiled

SHIFT = 27  # keys of heaps: instant << SHIFT | number
MASK = (1 << SHIFT) - 1
NEVER = 1 << 62
MOST_MS = 1 << (62 - SHIFT)  # a run of one year

COMING, WAITING, ANSWERED, ABANDONED, CALLBACK, FLOWED_OUT = 0, 1, 2, 3, 4, 5  # states of a visit

BUSY, EXPIRY, ENTRY, ARRIVED, CHANGED, VISITS, SHIFTS, LAST_MS = 0, 1, 2, 3, 4, 5, 6, 7  # places in Floor.count
COUNTS = 8


class Visits(NamedTuple):
    """One row for each stay in a queue; the customers' first visits stand first, in order of arrival."""

    customer: Ints
    queue: Ints
    attempt: Ints  # 0 the first visit, 1 the first redial; -1 a callback
    entered_ms: Ints
    patience_ms: Ints  # -1: waits for ever; 0: hangs up when it would have to wait
    handling_ms: Ints
    state: Ints
    left_ms: Ints  # the queue: answered, or left unanswered
    slot: Ints  # -1: nobody answered
    following: Ints  # the next of the same queue


class Choices(NamedTuple):
    """What customers would do, drawn beforehand; flat by (attempt, customer); empty where it does not occur."""

    accepts: Ints  # 1: takes a callback that is offered
    redial_after_ms: Ints  # -1: does not call again
    redial_patience_ms: Ints


class Rules(NamedTuple):
    """Routing, shifts and callbacks."""

    route_from: Ints  # by queue: its part of the next two
    route_group: Ints  # the groups to try, in this order
    route_after_ms: Ints  # eligible after this long
    serve_from: Ints  # by group: its part of the next three
    serve_queue: Ints
    serve_priority: Ints  # ascending: smaller first
    serve_after_ms: Ints
    stage_queue: Ints  # what happens to a visit that has waited for a while
    stage_after_ms: Ints
    stage_group: Ints  # that group becomes eligible; -1: a callback is offered
    callback_queue: Ints  # by queue: where its callbacks wait; -1: none
    callback_longer: Ints  # offered on entering when more are waiting; -1: never
    callback_due_ms: Ints  # the promised time; -1: when an agent is idle
    change_ms: Ints  # ascending
    change_group: Ints  # -1: whoever has no group left is sent away
    change_slots: Ints


class Floor(NamedTuple):
    """What changes during a run."""

    group_of: Ints  # by slot
    first_slot: Ints  # by group, and one more
    ring: Ints  # idle slots of each group, longest idle first
    ring_head: Ints
    idle: Ints
    present: Ints  # by group: idle or handling
    wanted: Ints  # by group: what the shift asks for
    since_ms: Ints  # by slot: on duty since; -1: away
    head: Ints  # by queue: the first that may still wait
    tail: Ints
    waiting: Ints
    stage_next: Ints
    busy: Ints
    expiry: Ints
    entry: Ints
    shift_slot: Ints
    shift_from_ms: Ints
    shift_to_ms: Ints
    count: Ints
