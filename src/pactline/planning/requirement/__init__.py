"""Requirement: how many agents, interval by interval, keep everything that is promised."""
