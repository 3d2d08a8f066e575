"""The windows of an agreement: their terms, figures, verdicts and history."""
