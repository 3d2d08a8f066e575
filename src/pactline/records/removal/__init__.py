"""Taking persons, files and rows out of a record set, so that what was filed can still be proven."""
