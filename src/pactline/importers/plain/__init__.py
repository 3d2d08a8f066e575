"""The plain record format: its fields and values, whatever door they come through."""
