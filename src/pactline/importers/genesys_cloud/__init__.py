"""Genesys Cloud: conversation details of the analytics interface, to one record per queue visit."""
