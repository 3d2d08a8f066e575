"""What planning refuses by name: nothing else that is raised is taken for the mistake of the person who asked.

A ``ValueError`` of NumPy or of our own arithmetic is our fault and falls through as itself. What a person can put right
is one of the two here, or ``Problems`` for a file with faults.
"""

from __future__ import annotations


class Refused(ValueError):
    """Words, options or files that are no question, or do not go together; the message says how to put it right."""


class NoAnswer(Refused):
    """A good question to which these records, this forecast or this plan have no answer; the message says why."""
