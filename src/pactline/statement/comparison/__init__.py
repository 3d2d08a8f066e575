"""Figures side by side: published forms, and the values of a tag."""
