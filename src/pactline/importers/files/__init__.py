"""What input files are made of: bytes and their limits, lines, CSV, JSON, workbooks, cells, clock times."""
