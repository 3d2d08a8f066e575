"""Exports of helpdesks: Zendesk, Chatwoot, Zammad and Frappe Helpdesk, to the events of tickets."""
