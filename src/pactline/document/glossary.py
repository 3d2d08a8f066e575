"""The words of the trade that a contract may use, with what they mean in it.

The same words with the same meanings as on the glossary page of the documentation; a test compares the two. A document
defines exactly those it uses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

GLOSSARY: Mapping[str, str] = {
    "contact": "one wish of a customer reaching the centre, by whatever channel; it may make several queue visits",
    "queue visit": "one stay in one queue",
    "queue": "where contacts wait for an agent, as the source system names it",
    "channel": "how the customer came: voice, callback, chat, message, email, social, task",
    "offered": "entered the queue. Which contacts count as offered is a choice of the metric",
    "answered": "customer and agent were connected",
    "abandoned": "the customer left the queue unanswered of their own accord",
    "short abandon": "an abandoned contact that left within a time the agreement names",
    "flowed out": "moved on unanswered by a time-out, a key press, overflow or voicemail",
    "callback": "the customer asked to be called back; also the call that results",
    "refused": "never got into the queue: full, closed, nobody logged in",
    "wait": "from the start of the clock to the answer or to leaving",
    "talk": "conversation without hold",
    "hold": "the customer is parked by the agent",
    "wrap": "after-contact work",
    "service level": "the share of offered contacts answered within the promised wait",
    "answer rate": "the share of offered contacts that were answered",
    "average speed of answer": "the mean wait of answered contacts",
    "average handle time": "talk, hold and wrap per answered contact",
    "commitment": "one promise of an agreement: metric, target, remedy",
    "target": "what is promised of a figure, with the side that keeps it",
    "window": "the span of time a promise is judged over: an hour, a day, a week, a month, a quarter, a year, or a "
    "rolling stretch",
    "interval": "15, 30 or 60 minutes",
    "credit": "a service credit: what the provider owes for a missed commitment",
    "bonus": "what the client owes for a figure better than a mark",
    "statement": "the result of an agreement over the records of a period",
    "record set": "the records as a set: order, repetition and splitting of the input do not change it",
}

_FORMS = {
    "wait": "waits?|waited|waiting",
    "hold": "hold times?|on hold",
    "talk": "talk times?|talk,",
    "wrap": "wrap",
    "window": "windows?",
    "flowed out": "flow(?:ed)? out",
    "bonus": "bonus(?:es)?",
}


def uses(text: str, word: str) -> bool:
    """Whether a text uses a word, in the singular or the plural."""
    form = _FORMS.get(word, rf"{re.escape(word)}s?")
    return re.search(rf"\b(?:{form})\b", text, re.IGNORECASE) is not None


def used_in(text: str, own: Mapping[str, str]) -> dict[str, str]:
    """The words that a text uses, those that their meanings use, and the parties' own words, by the alphabet.

    A word that the parties define themselves has their meaning and no other.
    """
    own_words = {word.lower() for word in own}
    found: dict[str, str] = dict(own)
    looked_at = " ".join([text, *own.values()])
    while True:
        new = {
            word: meaning
            for word, meaning in GLOSSARY.items()
            if word not in found and word not in own_words and uses(looked_at, word)
        }
        if not new:
            return dict(sorted(found.items(), key=lambda item: item[0].lower()))
        found |= new
        looked_at = " ".join([looked_at, *new.values()])
