"""The machine: what follows when something happens. Pure: a fact and an enrollment go in, the new one comes out.

`moves` holds the table; the rooms here know what each move does:

- `advancing`: the door, from a fact by the table to its room; `folding`: an enrollment rebuilt from its log
- `beginning`, `closing`: how an enrollment begins and what ends it
- `doing`: what the rep did or left; `hearing`: what the contact said; `hands`: moves, pauses, put-offs, notes
- `sidesteps`: klart's own touches (details, what is missing, decisions, agreeing a time)
- `migrating`: on to another version of its cadence
- `corrections`: two words on one touch, words on what is closed
- `retries`, `following`, `opening`, `scene`: which step is next, what takes its place, how a touch opens, what a
  move sees
"""

from cadences.machine.advancing import advance
from cadences.machine.folding import Entry, fold

__all__ = ["Entry", "advance", "fold"]
