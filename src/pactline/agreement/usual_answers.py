"""What a question asks in words, and the usual answers where the language has no closed list of them."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.agreement.questions import Choice
from pactline.values.exact import RoundingMode, ShareRounding

TEXTS: Mapping[str, str] = {
    # of the file
    "zone": "in which time zone do days and months begin?",
    "money": "how is an amount rounded to the smallest coin?",
    "shares": "how is a figure rounded before it is compared?",
    # of a promise
    "rounding": "how is the figure rounded before it is compared?",
    "service": "for which service is this promised?",
    "hours": "in which hours does it hold?",
    "each": "over which window is it counted?",
    "within": "how long may a customer wait, and is that very second still in time?",
    "abandons": "what does an abandoned contact do to the service level?",
    "short_abandon": "how soon must somebody leave for it to be a short abandon?",
    "short_abandons": "does somebody who leaves at once count?",
    "flow_outs": "what does a contact do that was moved on unanswered (time-out, overflow, voicemail)?",
    "callbacks": "what does a contact do whose customer asked to be called back?",
    "refused": "what does a contact do that never got into the queue (full, closed, nobody logged in)?",
    "unrecorded": "what does a contact do whose hold or wrap was not recorded?",
    "over": "what is the figure divided by?",
    "whose": "whose waits are meant?",
    "counted": "which contacts make up the volume?",
    "unit": "what is the figure written in?",
    "better": "which figure is the better one?",
    "combine": "several figures are reported for one window: how do they become one?",
    "level": "what counts as one: a stay in a queue, or a customer's wish with all its stays?",
    "clock": "when does the wait begin?",
    "attribution": "which instant decides into which window a contact falls?",
    "closed_hours": "what does a contact do that comes outside the opening hours?",
    "transfers_in": "does a visit count that began by a transfer from an agent?",
    "roll_up": "how do intervals become one figure?",
    "interval": "how long is an interval?",
    "over_months": "how do the months of a rolling window become one figure?",
    "before_full": "what becomes of a rolling window while the term is still shorter?",
    "no_data": "what is the verdict on a window in which nothing counted?",
    "minimum_sample": "with how few contacts is a window not judged by its figure?",
    "below_minimum": "what is the verdict on a window with fewer contacts than that?",
    "part_windows": "the term cuts a window of this promise: what becomes of the part?",
    "late": "what does a figure mean that is reported late or never?",
    # of customers
    "starts": "which contacts are looked at, and which of the later ones are repeats?",
    "same": "what makes a later contact a repeat of an earlier one?",
    "across": "where may a customer come back to?",
    "distance": "from where to where is the time between two contacts measured?",
    "withheld": "what does a contact do whose customer is not known?",
    "outbound": "what does a contact do that the centre began itself?",
    "chain": "which contacts of a customer make one chain?",
    "promised": "until when is a callback promised?",
    "kept_by": "what keeps a promise to call back?",
    "not_reached": "what does a callback do whose customer was not reached in the agreed attempts?",
    # of agents' time
    "alerting": "what is the time in which an agent's phone rings?",
    "productive": "which time counts as used?",
    "paid": "is a break paid time?",
    "scheduled": "which scheduled time is it a share of?",
    # of tickets and diallers
    "commitments.hours": "by which hours is it measured?",
    "automatic_replies": "is an automatic reply a reply?",
    "closed_unanswered": "what becomes of a wait whose ticket is closed without a reply?",
    "solved": "which solution counts of a ticket that was opened again?",
    "pauses": "in which states does the time of a ticket stand still?",
    "consent": "what does an attempt do to the cap that the person had asked for?",
    "detection": "does the dialler tell answering machines from people?",
    "false_positives": "which share of the calls taken for machines were people, by the caller's own tests?",
    "machines_abandoned": "which share of the abandoned calls were machines, by the caller's own tests?",
    "earliest": "from which second of the day may people be called, by the clock of their place?",
    "latest": "until which second of the day may people be called, by the clock of their place?",
    "most": "how many attempts may there be in so many days?",
    "days": "over how many days are attempts counted, and how long is a conversation respected?",
    "at_least": "how long must it ring before the dialler gives up?",
    "dispositions": "which of the agents' codes are meant?",
    # of remedies
    "of": "of which charge is it a share?",
    "excused": "does a window that was not judged (excused, suspended, no contacts) end a row?",
    "again": "what does a miss cost when the row, or the count, goes on?",
    "parts": "what is a part of a contact paid?",
    "steps": "what is a part of a step paid?",
    "per": "are parts of a point banked?",
    "use": "which of several banked gains is used first?",
    # of rules
    "between": "what does a total bring that lies between two rungs?",
    "beyond": "what do contacts above the agreed volume do?",
    "effect": "what does this cause do: does its time leave the figure, is the miss excused, or the client's?",
    "pay": "which of the credits of one incident is paid?",
    "then": "what becomes of credits under the floor: nothing is paid, or the floor itself?",
    "by": "how does what is owed reach the other side?",
    "claim": "must credits be claimed?",
    "holder": "whose right is it?",
    "on": "whose duty is it?",
    "party": "who has to do it?",
    "done_by": "who does the work, and so has its cost in the first place?",
    "kind": "does it go on by itself, or by the will of one side?",
    "calendar": "whose open days are the business days?",
    # where the same word asks for something else
    "per_contact.beyond": "once the target is missed, which contacts are paid for?",
    "allowance.each": "in which calendar window are so many misses free?",
    "ratchet.each": "with which year does the target move?",
    "ratchet.when": "does the target move always, or only after a year that was kept?",
    "points.each": "over which period are points added up?",
    "pools.each": "for which period is the pool at risk?",
    "caps.each": "which period does the cap limit?",
    "floors.each": "over which period are the credits added up?",
    "critical.each": "the credits of which period does the failure replace?",
    "reviews.each": "how often does the meeting take place?",
    "renewal.by": "for how long does it go on?",
}
"""By the key that is missing, or by what it stands below and the key."""

_ROUNDINGS = (
    ("exact", "not rounded at all"),
    ("0 decimals half_up", "to whole units, a half goes up"),
    ("0 decimals down", "to whole units, the rest is cut off"),
    ("1 decimal half_up", "to one decimal, a half goes up"),
    ("1 decimal down", "to one decimal, the rest is cut off"),
    ("2 decimals half_up", "to two decimals, a half goes up"),
    ("2 decimals down", "to two decimals, the rest is cut off"),
)

ROUNDINGS: Mapping[Choice, ShareRounding] = {
    Choice(words, meaning): ShareRounding()
    if words == "exact"
    else ShareRounding(int(words[0]), RoundingMode(words.split()[-1]))
    for words, meaning in _ROUNDINGS
}
"""The usual ways of rounding a figure, as they are written."""

USUAL: Mapping[str, tuple[Choice, ...]] = {
    "short_abandon": (Choice("5 s"), Choice("10 s")),
    "interval": (Choice("30 min"), Choice("15 min"), Choice("60 min")),
    "minimum_sample": (Choice("0", "every window is judged"), Choice("30", "usual for a share")),
    "within": (
        Choice("20 s", "the twentieth second is in time"),
        Choice("under 20 s", "the twentieth second is too late"),
        Choice("30 s", "the thirtieth second is in time"),
    ),
    "each": (Choice("month"), Choice("quarter"), Choice("year")),
    "zone": (),
}
"""Answers to offer where any value could be written."""

MEANINGS: Mapping[tuple[str, str], str] = {
    ("money", "half_up"): "half a coin goes up",
    ("money", "half_even"): "half a coin goes to the even one",
    ("money", "down"): "the rest is cut off",
    ("money", "up"): "any rest is a whole coin",
    ("part_windows", "whole"): "the part is judged, and costs as much as a whole window",
    ("part_windows", "prorated"): "the part is judged, and costs its share by days",
    ("part_windows", "not_judged"): "the part is reported and not judged",
    ("between", "step_down"): "the last rung reached",
    ("between", "step_up"): "the next rung",
    ("between", "in_proportion"): "in proportion between the two rungs",
    ("excused", "break"): "it ends the row",
    ("excused", "skip"): "it is passed over",
    ("effect", "cut_out"): "the contacts of that time leave the figure",
    ("effect", "excuse_window"): "they stay, and a miss is excused",
    ("effect", "client_fault"): "a miss is excused and put down to the client",
    ("late", "missed"): "counts as missed",
    ("late", "accepted"): "is judged like any other",
    ("then", "waived"): "nothing is paid",
    ("then", "raised"): "the floor itself is paid",
    ("pay", "highest"): "the highest",
    ("pay", "client_chooses"): "the one that the client names",
}
"""What a word of a closed list means where the list itself does not say it."""
