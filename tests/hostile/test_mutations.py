"""A short ring of fuzzing without coverage: the same mutated inputs every time, a new reader looked at by itself.

The long one is ``make fuzz``. What either finds becomes a test of the reader it was found in.
"""

from __future__ import annotations

import os
import time

import pytest
from fuzz.mutating import mutated
from fuzz.seeds import seeds
from fuzz.targets import targets

INPUTS = int(os.environ.get("PACTLINE_FUZZ", "300"))
MOST_SECONDS = 20.0
"""Of one input. What is slow for its length shows in ``make fuzz``; here a search without end is found."""

TARGETS = targets()


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_keeps_its_promises_on_whatever_comes(name: str) -> None:
    for number, content in enumerate(mutated(seeds(name), INPUTS, f"{name} 1")):
        began = time.process_time()
        try:
            TARGETS[name](content)
        except Exception as error:
            error.add_note(f"input {number} of {name}, {len(content)} bytes: {content[:2_000]!r}")
            raise
        assert time.process_time() - began < MOST_SECONDS, f"input {number}: {content[:2_000]!r}"
