"""Other terms over past records."""
