"""Talkdesk: the calls reports of Explore, before and after spring 2026, as JSON and as CSV."""
