"""The ground floor: cadences, contacts, promises, and when the next touch is due. Pure: no I/O, no clock, no log."""
