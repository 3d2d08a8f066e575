"""The event simulation of a centre: queues, agents with skills, routing, patience, callbacks; contacts as records."""
