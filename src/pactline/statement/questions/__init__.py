"""Open questions of an agreement, and what their answers would cost."""
