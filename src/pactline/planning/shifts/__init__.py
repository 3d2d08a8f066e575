"""Shifts and rosters: from the agents needed per interval to who works when, under labour rules written as data."""
