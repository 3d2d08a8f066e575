"""Queues in the long run: how long customers wait, how many hang up, for given contacts, handling times and agents."""
