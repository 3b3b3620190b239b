"""The door to the mapping between touches and calendar objects: bytes in, bytes out. Knows no plan, server or store.

`event` writes, `seen` reads, `merging` writes into what a person changed, `said` finds what they wrote.
"""

from cadences.shown import EventText
from integrations.caldav.event import Wanted, to_body
from integrations.caldav.merging import Unmergeable, merge
from integrations.caldav.said import inserted
from integrations.caldav.seen import Alarm, Seen, Unreadable, read, same

__all__ = [
    "Alarm",
    "EventText",
    "Seen",
    "Unmergeable",
    "Unreadable",
    "Wanted",
    "inserted",
    "merge",
    "read",
    "same",
    "to_body",
]
