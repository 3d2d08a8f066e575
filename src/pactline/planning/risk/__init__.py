"""Months that have not happened yet, put through the agreement engine: what a plan misses, owes and costs."""
