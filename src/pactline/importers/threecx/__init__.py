"""3CX: the call data records of its CDR output, to one record per queue visit."""
