"""From an agreement and records to a statement: a pure function, explained down to the contact."""
