"""The floor, one customer at a time: a few arrivals by hand, with what must come of them."""

from functools import partial

from pactline.planning.demo.floor import Agent, Floor, Queue, Visit

HOUR = 3_600_000


def customer(name, *, patience=600_000, ring=2_000, talk=100_000, wrap=10_000, queue="billing", **more):
    return Visit(name, 1, queue, patience, ring, talk, 0, wrap, **more)


def day(arrivals, *, agents=1, hours_ms=HOUR, **queue):
    """One queue that opens at 0 with so many agents; ``arrivals`` are pairs of instant and customer."""
    floor = Floor([Queue("billing", **{"at_once": 1, **queue})])
    (line,) = floor.queues.values()
    floor.at(0, partial(floor.open_doors, line, hours_ms))
    floor.at(0, partial(floor.change_shift, line, [Agent(f"agent-{n}") for n in range(agents)]))
    for at, visit in arrivals:
        floor.at(at, partial(floor.arrive, visit))
    floor.at(hours_ms + HOUR, partial(floor.change_shift, line, ()))
    floor.at(hours_ms + HOUR, partial(floor.send_away, line))
    return floor.run()


def ends(visits):
    return [(v.contact_id, v.outcome, (v.answered_ms or v.ended_ms) - v.offered_ms) for v in visits]


def test_a_free_agent_answers_after_the_ring():
    assert ends(day([(1_000, customer("a"))])) == [("a", "answered", 2_000)]


def test_the_next_waits_until_talk_and_wrap_are_over():
    visits = day([(0, customer("a")), (10_000, customer("b"))])
    assert ends(visits) == [("a", "answered", 2_000), ("b", "answered", 2_000 + 100_000 + 10_000 - 10_000 + 2_000)]


def test_a_customer_out_of_patience_hangs_up_and_the_next_moves_up():
    visits = day([(0, customer("a")), (1_000, customer("b", patience=30_000)), (2_000, customer("c"))])
    assert ends(visits)[1:] == [("b", "abandoned", 30_000), ("c", "answered", 112_000)]


def test_who_hangs_up_while_it_rings_frees_the_agent():
    visits = day([(0, customer("a", patience=1_500)), (500, customer("b"))])
    assert ends(visits) == [("a", "abandoned", 1_500), ("b", "answered", 3_000)]


def test_patience_that_ends_with_the_ring_is_an_abandon_and_a_millisecond_more_is_an_answer():
    assert [v.outcome for v in day([(0, customer("a", patience=2_000))])] == ["abandoned"]
    assert [v.outcome for v in day([(0, customer("a", patience=2_001))])] == ["answered"]


def test_an_agent_of_a_chat_holds_as_many_as_allowed():
    visits = day([(n, customer(f"c{n}")) for n in range(4)], at_once=3)
    assert [wait for _, _, wait in ends(visits)] == [2_000, 2_000, 2_000, 112_000 + 2_000 - 3]


def test_the_agent_with_fewest_contacts_and_longest_free_is_next():
    visits = day([(0, customer("a")), (200_000, customer("b")), (200_001, customer("c"))], agents=2)
    assert [v.agent for v in visits] == ["agent-0", "agent-1", "agent-0"]


def test_voicemail_takes_over_at_the_time_out():
    visits = day([(0, customer("a")), (1_000, customer("b"))], voicemail_after_ms=60_000)
    assert ends(visits)[1] == ("b", "flowed_out", 60_000)
    assert visits[1].reason == "voicemail"


def test_outside_the_doors_a_customer_is_refused():
    visits = day([(HOUR - 1, customer("a")), (HOUR, customer("b"))])
    assert [(v.outcome, v.reason) for v in visits] == [("answered", ""), ("refused", "closed")]


def test_the_last_who_wait_are_sent_away_when_the_agents_have_gone():
    visits = day([(HOUR - 1_000, customer("a", talk=3 * HOUR)), (HOUR - 500, customer("b", patience=None))])
    assert ends(visits)[1] == ("b", "flowed_out", HOUR + 500)


def test_a_transfer_is_a_second_visit_that_begins_when_the_first_ends():
    after = customer("a", talk=5_000)
    after.number = 2
    first, second = day([(0, customer("a", transfer=after))], agents=2)
    assert (first.transfer_out, second.transfer_in) == ("queue", "queue")
    assert (second.number, second.offered_ms, second.outcome) == (2, first.ended_ms, "answered")


def busy_callback(*, waiting_before, **queue):
    call = customer("d-callback", patience=None, direction="outbound", callback_of="d", after_ms=20 * 60_000)
    before = [(n, customer(f"w{n}")) for n in range(1 + waiting_before)]
    return day([*before, (100, customer("d", callback=call))], callback_from=2, **queue)


def test_a_callback_is_accepted_when_enough_are_waiting_and_comes_as_a_contact_of_its_own():
    visits = {v.contact_id: v for v in busy_callback(waiting_before=2)}
    assert (visits["d"].outcome, visits["d"].ended_ms) == ("callback", 100 + 15_000)
    assert visits["d-callback"].offered_ms == 100 + 15_000 + 20 * 60_000
    assert (visits["d-callback"].outcome, visits["d-callback"].direction) == ("answered", "outbound")


def test_no_callback_is_offered_to_a_short_line_or_shortly_before_closing():
    assert "d-callback" not in {v.contact_id for v in busy_callback(waiting_before=1)}
    assert "d-callback" not in {v.contact_id for v in busy_callback(waiting_before=2, hours_ms=20 * 60_000)}
