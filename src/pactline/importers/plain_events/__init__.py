"""The plain format as live events: a contact is offered, answered, ended and rated, each told on a line of its own."""
