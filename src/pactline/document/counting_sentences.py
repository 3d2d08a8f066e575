"""How contacts are counted, in sentences: the choices every commitment shares, and those that differ between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pactline.agreement.model import Agreement, Commitment
from pactline.document.choice_sentences import SENTENCES, sentence
from pactline.document.formulas import within
from pactline.document.saying import joined, target
from pactline.records.choices.contacts import Attribution, Choice, NoData
from pactline.statement.windows.figuring import unused_choices
from pactline.values.duration import Limit

_PLACED = {
    Attribution.OFFERED: "What is counted belongs to the period in which it began.",
    Attribution.EVENT: "What is counted belongs to the period in which it was answered or settled.",
    Attribution.ENDED: "What is counted belongs to the period in which it was over.",
}
_IN_WORDS_OF_THEIR_OWN = ("no_data", "below_minimum", "minimum_sample", "interval", "interval_target")


def each_word(commitment: Commitment) -> str:
    """The window a commitment is judged over, for a sentence: ``month``, ``rolling 3 months``."""
    return str(commitment.each)


def window_phrase(commitment: Commitment) -> str:
    """``each month``, ``any 90 days``, ``the last 3 months, judged each month``."""
    each = commitment.each
    if each.any:
        return f"any {each.days} consecutive days, judged each {each.tile},"
    if each.rolling:
        length = f"{each.months} months" if each.months else f"{each.days} days"
        return f"the last {length}, judged each {each.tile},"
    return f"each {each}"


def scope_words(names: Sequence[str], otherwise: str) -> str:
    """The names, or what their absence means."""
    return joined(names) if names else otherwise


def counting_words(commitment: Commitment) -> dict[str, str]:
    """The values that the sentences of the choices speak of."""
    counting, made = commitment.counting, commitment.arguments
    words = {"each": each_word(commitment)}
    if counting.interval:
        words["interval"] = f"{counting.interval} minutes"
    if counting.interval_target:
        words["interval_target"] = target(counting.interval_target)
    words |= {key: within(value) for key, value in made.items() if isinstance(value, Limit)}
    return words


def metric_sentences(commitment: Commitment) -> dict[str, str]:
    """A sentence for each choice of the metric itself, by the choice's name."""
    words = counting_words(commitment)
    return {
        name: sentence(name, value, words) for name, value in commitment.arguments.items() if isinstance(value, Choice)
    }


def counting_sentences(commitment: Commitment) -> dict[str, str]:
    """The sentence of each shared choice, by its name."""
    words, counting = counting_words(commitment), commitment.counting
    found = {
        name: sentence(name, value, words)
        for name, value in dict(counting).items()
        if isinstance(value, Choice) and name not in _IN_WORDS_OF_THEIR_OWN
    }
    if counts_contacts(commitment) and (unused := unused_choices(commitment)):
        found = {name: said for name, said in found.items() if name not in unused}
        found["attribution"] = _PLACED[Attribution.OFFERED if "attribution" in unused else counting.attribution]
    found["no_data"] = f"A window in which nothing counted {_verdict(counting.no_data)}."
    if counting.minimum_sample:
        found["minimum_sample"] = (
            f"A window with fewer than {counting.minimum_sample:,} counted contacts {_verdict(counting.below_minimum)}."
        )
    return found


def _verdict(word: NoData) -> str:
    return SENTENCES[NoData][word.value]


def shared_sentences(agreement: Agreement) -> dict[str, str]:
    """The sentences that are the same for every commitment with that choice, told once for all."""
    every = [all_sentences(commitment) for commitment in agreement.commitments if counts_contacts(commitment)]
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for said in every for name in said):
        each = {said.get(name) for said in every}
        told = each - {None} if name in SOMETIMES else each
        if len(told) == 1 and (only := told.pop()) is not None:
            found[name] = only
    return found


SOMETIMES = ("flow_outs", "callbacks", "refused", "unrecorded", "level", "clock", "transfers_in", "closed_hours")
"""Choices that some metrics do not have: where those that have them agree, they are told once all the same."""


def all_sentences(commitment: Commitment) -> dict[str, str]:
    """The sentences of all choices that can be told once for several commitments."""
    own = {name: said for name, said in metric_sentences(commitment).items() if name in SOMETIMES}
    return {**counting_sentences(commitment), **own}


def counts_contacts(commitment: Commitment) -> bool:
    """Whether the figure comes from the contact records at all."""
    return commitment.measured == "records"


def own_sentences(agreement: Agreement, commitment: Commitment) -> list[str]:
    """The sentences of this commitment's choices that are not told once for all."""
    if not counts_contacts(commitment):
        return [*metric_sentences(commitment).values(), counting_sentences(commitment)["no_data"]]
    shared = shared_sentences(agreement)
    every = {**metric_sentences(commitment), **counting_sentences(commitment)}
    return [said for name, said in every.items() if shared.get(name) != said]


def choices_of(commitment: Commitment) -> list[tuple[str, Any, str]]:
    """Every choice that was made: name, value and the short meaning of a word of a closed list."""
    made = {**commitment.arguments, **dict(commitment.counting)}
    unused = unused_choices(commitment) if counts_contacts(commitment) else frozenset()
    return [
        (name, value, value.meaning if isinstance(value, Choice) else "")
        for name, value in made.items()
        if value is not None and name not in unused
    ]
