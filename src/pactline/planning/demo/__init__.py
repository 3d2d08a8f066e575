"""The simulated centre of ``pactline demo``: planned contacts are contacts, in the plain format, by the same door."""
