"""One file per source system: an export in, records and refusals out, every record accounted for."""
