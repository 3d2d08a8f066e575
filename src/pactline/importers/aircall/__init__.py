"""Aircall: webhook events and answers of the REST interface, to one record per call."""
