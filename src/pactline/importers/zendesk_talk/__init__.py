"""Zendesk Talk: the incremental exports of calls and of legs, to one record per call."""
