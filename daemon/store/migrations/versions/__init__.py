"""One file a change of schema; what is there is never edited."""
