"""Which definition makes the figures of a report."""
