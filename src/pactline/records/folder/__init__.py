"""The record set on disk: what is written, in which order, and whether it still is what it was."""
