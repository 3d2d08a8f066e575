"""Forecasts: how many contacts will come, when, how long they will take, and how far off the forecast has been.

History (what the records say, without what they lack), the level of a day, its profile, handling times, back-test.
"""
