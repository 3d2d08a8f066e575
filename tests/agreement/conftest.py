"""What the tests of this room share: the words of the real metrics and remedies."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.statement.rules import vocabulary as words


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary of the rules in force."""
    return words()
