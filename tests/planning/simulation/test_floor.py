"""What happens on the floor, worked out by hand: a few customers whose every second is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pactline.planning.simulation.centre import Callbacks, Centre, Group, Intervals, Queue, Redials, Skill
from pactline.planning.simulation.customers import Customers
from pactline.planning.simulation.running import Run, simulate
from pactline.planning.simulation.state import ABANDONED, ANSWERED, CALLBACK, FLOWED_OUT, Choices

NOBODY_REDIALS = np.zeros(0, dtype=np.int64)
FOR_EVER = -0.001


def come(
    *rows: tuple[int, float, float, float], accepts: Sequence[int] = (), redials: Sequence[tuple[float, float]] = ()
) -> Customers:
    """Customers as (queue, comes at, handling, patience), in seconds; redials as (after, patience)."""
    ms = np.rint(np.array(rows) * [1, 1000, 1000, 1000]).astype(np.int64)
    again = np.rint(np.array(redials).reshape(-1, 2) * 1000).astype(np.int64)
    choices = Choices(np.array(accepts, dtype=np.int64), again[:, 0].copy(), again[:, 1].copy())
    return Customers(ms[:, 0].copy(), ms[:, 1].copy(), ms[:, 2].copy(), ms[:, 3].copy(), choices)


def centre(
    agents: dict[str, list[int]], skills: list[Skill], length_s: float = 600, stay_s: float | None = None,
    **queues: Callbacks | Redials | None,
) -> Centre:  # fmt: skip
    number = len(next(iter(agents.values())))
    blank = np.zeros(number)
    made = tuple(
        Queue(name, blank, blank, callbacks=x if isinstance(x, Callbacks) else None,
              redials=x if isinstance(x, Redials) else None)
        for name, x in queues.items()
    )  # fmt: skip
    groups = tuple(Group(name, np.array(sizes)) for name, sizes in agents.items())
    return Centre(Intervals.even(number, length_s), made, groups, tuple(skills), stay_s=stay_s)


def seen(run: Run) -> list[tuple[int, float, int]]:
    """State, wait in seconds and slot of every visit."""
    return [(int(s), float(w) / 1000, int(a)) for s, w, a in zip(run.state, run.wait_ms, run.slot, strict=True)]


TWO = [Skill("a", "first"), Skill("b", "first", 2), Skill("b", "second")]


def test_a_free_agent_takes_the_better_priority_before_the_longer_wait() -> None:
    plan = centre({"first": [1], "second": [0]}, TWO, a=None, b=None)
    run = simulate(plan, 1, come((0, 0, 100, 50), (1, 10, 20, FOR_EVER), (0, 20, 30, FOR_EVER)))
    assert seen(run) == [(ANSWERED, 0, 0), (ANSWERED, 120, 0), (ANSWERED, 80, 0)]


def test_among_equals_the_longest_waiting_is_first_whatever_its_queue() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first"), Skill("b", "first")], a=None, b=None)
    run = simulate(plan, 1, come((0, 0, 100, 50), (1, 10, 20, FOR_EVER), (0, 20, 30, FOR_EVER)))
    assert seen(run) == [(ANSWERED, 0, 0), (ANSWERED, 90, 0), (ANSWERED, 100, 0)]


def test_patience_ends_the_wait_to_the_millisecond_and_an_agent_free_at_that_instant_still_answers() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], a=None)
    answered = simulate(plan, 1, come((0, 0, 100, 50), (0, 40, 10, 60)))
    assert seen(answered)[1] == (ANSWERED, 60, 0)
    gone = simulate(plan, 1, come((0, 0, 100, 50), (0, 40, 10, 59.999)))
    assert seen(gone)[1] == (ABANDONED, 59.999, -1)


def test_who_hangs_up_at_once_does_so_only_when_it_would_have_to_wait() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], a=None)
    assert seen(simulate(plan, 1, come((0, 0, 5, 0), (0, 4, 5, 0), (0, 5, 5, 0)))) == [
        (ANSWERED, 0, 0), (ABANDONED, 0, -1), (ANSWERED, 0, 0),
    ]  # fmt: skip


def test_contacts_try_groups_in_the_order_of_their_list() -> None:
    skills = [Skill("a", "second"), Skill("a", "first")]
    plan = centre({"first": [1], "second": [1]}, skills, a=None)
    assert seen(simulate(plan, 1, come((0, 0, 50, 50), (0, 1, 50, 50)))) == [(ANSWERED, 0, 1), (ANSWERED, 0, 0)]


def test_a_further_group_becomes_eligible_after_its_delay_and_not_before() -> None:
    skills = [Skill("a", "first"), Skill("a", "second", after_s=20)]
    plan = centre({"first": [1], "second": [1]}, skills, a=None)
    run = simulate(plan, 1, come((0, 0, 500, 50), (0, 10, 500, FOR_EVER), (0, 15, 100, FOR_EVER)))
    assert seen(run) == [(ANSWERED, 0, 0), (ANSWERED, 20, 1), (ANSWERED, 485, 0)]


def test_an_agent_of_the_further_group_who_becomes_free_passes_over_who_has_not_waited_long_enough() -> None:
    skills = [Skill("a", "first"), Skill("a", "second", after_s=20), Skill("b", "second")]
    plan = centre({"first": [1], "second": [1]}, skills, a=None, b=None)
    run = simulate(plan, 1, come((0, 0, 500, 50), (1, 0, 15, 50), (0, 10, 500, FOR_EVER), (1, 12, 9, FOR_EVER)))
    assert seen(run) == [(ANSWERED, 0, 0), (ANSWERED, 0, 1), (ANSWERED, 20, 1), (ANSWERED, 3, 1)]


def test_agents_whose_shift_ends_finish_their_contact_and_idle_ones_go_first() -> None:
    plan = centre({"first": [2, 1, 2]}, [Skill("a", "first")], length_s=100, a=None)
    run = simulate(plan, 1, come((0, 90, 60, 50), (0, 101, 10, FOR_EVER), (0, 102, 10, FOR_EVER), (0, 201, 5, 50)))
    assert seen(run)[0] == (ANSWERED, 0, 0)
    assert seen(run)[1:3] == [(ANSWERED, 49, 0), (ANSWERED, 58, 0)]  # the other had been idle and left at 100
    both = simulate(plan, 1, come((0, 90, 60, 50), (0, 91, 30, 50), (0, 101, 10, FOR_EVER), (0, 201, 5, 50)))
    assert seen(both)[:2] == [(ANSWERED, 0, 0), (ANSWERED, 0, 1)]
    assert seen(both)[2] == (ANSWERED, 49, 0)  # whoever finished first, at 121, was one too many
    assert (1, 0, 121_000) in zip(both.shift_slot, both.shift_from_ms, both.shift_to_ms, strict=True)


def test_who_waits_when_the_agents_have_gone_is_moved_on() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], length_s=100, stay_s=30, a=None)
    run = simulate(plan, 1, come((0, 90, 60, 50), (0, 95, 60, FOR_EVER)))
    assert seen(run) == [(ANSWERED, 0, 0), (FLOWED_OUT, 35, -1)]
    assert run.shift_to_ms.tolist() == [150_000]
    longer = centre({"first": [1]}, [Skill("a", "first")], length_s=100, stay_s=70, a=None)
    assert seen(simulate(longer, 1, come((0, 90, 60, 50), (0, 95, 60, FOR_EVER))))[1] == (ANSWERED, 55, 0)


def test_a_callback_is_offered_when_more_wait_than_that_and_made_when_an_agent_has_nothing_else_to_do() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], a=Callbacks(1.0, longer_than=1))
    three = come((0, 0, 100, 50), (0, 10, 20, FOR_EVER), (0, 20, 30, FOR_EVER), (0, 115, 5, FOR_EVER),
                 accepts=[1, 1, 1, 1])  # fmt: skip
    assert seen(simulate(plan, 1, three)) == [
        (ANSWERED, 0, 0), (ANSWERED, 90, 0), (CALLBACK, 0, -1), (ANSWERED, 5, 0), (ANSWERED, 105, 0),
    ]  # fmt: skip


def test_a_callback_may_be_offered_after_a_wait_and_be_due_at_a_promised_time() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], a=Callbacks(1.0, after_s=30, due_s=100))
    run = simulate(plan, 1, come((0, 0, 100, 50), (0, 10, 20, FOR_EVER), (0, 20, 30, FOR_EVER), accepts=[1, 1, 0]))
    assert seen(run) == [(ANSWERED, 0, 0), (CALLBACK, 30, -1), (ANSWERED, 80, 0), (ANSWERED, 0, 0)]
    assert run.entered_ms[3] == 140_000
    assert run.attempt.tolist() == [0, 0, 0, -1]


def test_who_hangs_up_may_call_again_with_a_patience_of_its_own() -> None:
    plan = centre({"first": [1]}, [Skill("a", "first")], a=Redials(1.0, 60, most=2))
    redials = [(-0.001, 0), (50, 20), (-0.001, 0), (60, 50)]  # by attempt, then by customer
    run = simulate(plan, 1, come((0, 0, 200, 50), (0, 10, 20, 15), redials=redials))
    assert seen(run) == [(ANSWERED, 0, 0), (ABANDONED, 15, -1), (ABANDONED, 20, -1), (ANSWERED, 45, 0)]
    assert run.entered_ms.tolist() == [0, 10_000, 75_000, 155_000]


def test_an_agent_who_holds_several_at_once_is_one_agent() -> None:
    plan = centre({"first": [2]}, [Skill("a", "first")], a=None)
    chat = Centre(plan.intervals, plan.queues, (Group("first", np.array([2]), at_once=2),), plan.skills)
    run = simulate(chat, 1, come(*[(0, t, 100, FOR_EVER) for t in range(5)]))
    assert run.wait_ms.tolist() == [0, 0, 0, 0, 96_000]
    assert run.agent(run.slot)[1].tolist() == [0, 1, 0, 1, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"skills": ()}, "no group may serve a, b"),
        ({"skills": (*TWO, TWO[0])}, "each pair once"),
        ({"skills": (Skill("a", "nobody"), *TWO)}, "names a queue and a group"),
        ({"groups": (Group("first", np.array([1, 2])), Group("second", np.array([1])))}, "one for each interval"),
    ],
)
def test_a_centre_that_makes_no_sense_is_refused(change: dict[str, object], said: str) -> None:
    plan = centre({"first": [1], "second": [0]}, TWO, a=None, b=None)
    with pytest.raises(ValueError, match=said):
        Centre(**{**vars(plan), **change})
