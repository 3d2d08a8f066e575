"""What was filed, and whether it still comes out the same."""
