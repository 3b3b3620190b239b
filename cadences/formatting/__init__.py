"""The one way to write a cadence: formatting that keeps comments and meaning, and files to begin with."""
