"""The simulated centre: planned contacts are contacts, in the plain format and through the same door."""
