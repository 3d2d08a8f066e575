"""Queues whose contacts and agents change from interval to interval: the load, the judge of a plan, and its repair."""
