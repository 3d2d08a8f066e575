"""Amazon Connect: contact records, agent events and contact events, to queue visits and agent states."""
