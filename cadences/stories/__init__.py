"""Stories: an author's tests of a cadence, played by the core itself."""
