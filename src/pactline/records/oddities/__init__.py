"""What is odd about records: gaps, bursts, clocks that jump, counts that somebody else has otherwise."""
