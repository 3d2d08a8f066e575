"""The words every room shares: exact numbers, durations, targets, periods, spans, calendars, problems.

Nothing here knows a contact, an agreement or a file; nothing here uses a binary float.
"""
