"""Any table, read as a mapping file says."""
