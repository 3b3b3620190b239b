"""Words for people: reasons, times and events in the rep's language. Knows languages; knows no calendar and no rule."""
