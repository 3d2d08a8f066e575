"""Patience: how long customers who have to wait are prepared to wait, learnt from records, and when that changes.

Who was answered would have waited longer by some unknown time, so the mean wait of those who hung up says little about
patience: it is mostly the wait they were offered. Everything here counts hang-ups against the time that all who waited
were exposed to hanging up.
"""
