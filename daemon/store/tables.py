"""The tables and their laws: what no code may break is a constraint here. Knows no rule of the domain besides.

Words that people said and names stand in rows that can be erased (`words`, `contacts`, `notes`, `promises`); the
log, which can not, only points to them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    event,
    literal_column,
    text,
)

from daemon.store.columns import Json, UtcInstant, metadata

catalogue: Final = metadata()


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f'"{column}" IN ({listed})', name=column)


def _to(column: str) -> ForeignKey:
    return ForeignKey(column)


meta = Table("meta", catalogue, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
"""Facts about the store itself: `installation` (a random id that `init` made)."""

reps = Table("reps", catalogue, Column("id", Text, primary_key=True), Column("profile", Json, nullable=False))
"""`profile` is a `cadences.people.Rep` as the codec writes it."""

# --- people ---------------------------------------------------------------------------------------------------------
contacts = Table(
    "contacts",
    catalogue,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("company", Text),
    Column("role", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("country", Text),
    Column("region", Text),
    Column("timezone", Text),
    Column("language", Text),
    Column("source", Text),
    Column("notes", Text),
    Column("last_contact_at", UtcInstant),
    Column("do_not_contact_at", UtcInstant),
    Column("opted_out_by", Integer),
    Column("details_at", UtcInstant),
    Column("bad", Json, nullable=False, default=list, server_default=text("'[]'")),
    Column("email_key", Text),
    Column("phone_key", Text),
    Column("name_key", Text, nullable=False),
    Index(None, "email_key"),
    Index(None, "phone_key"),
    Index(None, "name_key"),
)
"""`timezone` is as it was given (nothing = to be found). `bad` are details that proved wrong, `details_at` is when
phone or email last changed; the keys are what people are compared by. `opted_out_by` is the log's line that set
`do_not_contact_at`.
"""

notes = Table(
    "notes",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("contact", Text, _to("contacts.id"), nullable=False),
    Column("enrollment", Text, _to("enrollments.id")),
    Column("at", UtcInstant, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_by", Integer, _to("log.id")),
    Index(None, "contact", "at"),
    Index(None, "made_by"),
)

promises = Table(
    "promises",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("contact", Text, _to("contacts.id"), nullable=False),
    Column("enrollment", Text, _to("enrollments.id")),
    Column("when", Json, nullable=False),
    Column("said_at", UtcInstant, nullable=False),
    Column("words", Text, nullable=False, default=""),
    Column("by_rep", Boolean(create_constraint=True, name="by_rep"), nullable=False, default=False),
    Column("lapsed_at", UtcInstant),
    Column("replaced_by", Integer, _to("promises.id")),
    Column("made_by", Integer, _to("log.id")),
    Column("lapsed_by", Integer, _to("log.id")),
    Index("ix_promises_live", "contact", sqlite_where=text("lapsed_at IS NULL AND replaced_by IS NULL")),
    Index(None, "made_by"),
    Index(None, "lapsed_by"),
    Index(None, "replaced_by"),
)
"""`made_by` and `lapsed_by` are lines of the log: what undoing one takes back."""

# --- enrollments ----------------------------------------------------------------------------------------------------
versions = Table(
    "versions",
    catalogue,
    Column("version", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("bases", Json, nullable=False),
    Column("kept_at", UtcInstant, nullable=False),
    Index(None, "name", "kept_at"),
)
"""The text of every cadence that ever had an enrollment; a version never changes.

`bases` are the texts of the cadences that it extends, by name: without them the version could not be read again.
"""

STATES: Final = ("active", "waiting", "diagnosing", "paused")
CLOSED: Final = ("won", "lost", "opted_out", "referred", "given_up", "withdrawn")
OPEN: Final = text("state IN ('active', 'waiting', 'diagnosing', 'paused')")

enrollments = Table(
    "enrollments",
    catalogue,
    Column("id", Text, primary_key=True),
    Column("contact", Text, _to("contacts.id"), nullable=False),
    Column("rep", Text, _to("reps.id"), nullable=False),
    Column("cadence", Text, nullable=False),
    Column("version", Text, _to("versions.version"), nullable=False),
    Column("state", Text, nullable=False),
    Column("until", UtcInstant),
    Column("opened_at", UtcInstant, nullable=False),
    Column("closed_at", UtcInstant),
    Column("seq", Integer, nullable=False),
    Column("snapshot", Json, nullable=False),
    Column("attend_at", UtcInstant),
    Column("origin", Text, _to("enrollments.id")),
    _one_of("state", *STATES, *CLOSED),
    CheckConstraint("(closed_at IS NULL) = (state IN ('active', 'waiting', 'diagnosing', 'paused'))", name="closed"),
    Index(None, "contact"),
    Index("ix_enrollments_open", "rep", sqlite_where=OPEN),
    Index(None, "state", "closed_at"),
    Index(None, "cadence", "state"),
    Index("ix_enrollments_attend_at", "attend_at", sqlite_where=text("attend_at IS NOT NULL")),
    Index(None, "origin"),
)
"""`snapshot` is the fold of the log up to `seq`. `attend_at` is when time alone does something to it.

`withdrawn` = undone: as if it had never begun. `origin` is the enrollment whose answer started it.
"""

words = Table("words", catalogue, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False))
"""What people said and who was named, as JSON; erasable."""

log = Table(
    "log",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("enrollment", Text, _to("enrollments.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fact", Json, nullable=False),
    Column("terms", Json, nullable=False),
    Column("words", Integer, _to("words.id")),
    Column("cause", Integer, _to("log.id")),
    UniqueConstraint("enrollment", "seq"),
    CheckConstraint("seq > 0", name="seq"),
    Index("ix_log_cause", "cause", sqlite_where=text("cause IS NOT NULL")),
    sqlite_autoincrement=True,
)
"""Every fact, in the order of `seq`; never changed. `cause` is the line that led to this one."""

touches = Table(
    "touches",
    catalogue,
    Column("enrollment", Text, _to("enrollments.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("rep", Text, _to("reps.id"), nullable=False),
    Column("contact", Text, _to("contacts.id"), nullable=False),
    Column("cadence", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("due", UtcInstant, nullable=False),
    Column("start", UtcInstant),
    Column("end", UtcInstant),
    Column("happened_at", UtcInstant),
    Column("reaches", Boolean(create_constraint=True, name="reaches"), nullable=False),
    Column("joins", Boolean(create_constraint=True, name="joins"), nullable=False, default=False),
    Column("pinned", Boolean(create_constraint=True, name="pinned"), nullable=False, default=False),
    Column("promised", Boolean(create_constraint=True, name="promised"), nullable=False, default=False),
    Column("again", Boolean(create_constraint=True, name="again"), nullable=False, default=False),
    Column("put_offs", Integer, nullable=False, default=0),
    Column("rolled_to", UtcInstant),
    Column("words", Text),
    Column("reasons", Json, nullable=False, default=list),
    Column("conflicts", Json, nullable=False, default=list),
    Column("generation", Integer, nullable=False, default=0),
    Column("wanted_rev", Integer, nullable=False, default=1),
    Column("pushed_rev", Integer, nullable=False, default=0),
    _one_of("state", "open", "done", "superseded", "withdrawn"),
    CheckConstraint('("start" IS NULL) = ("end" IS NULL) AND "start" <= "end"', name="span"),
    CheckConstraint("pushed_rev <= wanted_rev", name="revs"),
    Index("uq_touches_next", "enrollment", unique=True, sqlite_where=text("state = 'open'")),
    Index("ix_touches_unpushed", "rep", sqlite_where=text("wanted_rev <> pushed_rev")),
    Index("ix_touches_standing", "rep", "start", "end", sqlite_where=text("state = 'open'")),
    Index("ix_touches_broken", "rep", sqlite_where=text("state = 'open' AND conflicts <> '[]'")),
    Index("ix_touches_done", "rep", "happened_at", sqlite_where=text("state = 'done'")),
    Index(None, "contact", "state", "start"),
)
"""Every touch there was or is. "One next touch" is the unique index; `promised` = a promise holds it where it is.

`again` = its promise's time passed and it was placed once more the same day. `rolled_to` is where the day begins to
which the last put-off rolled it. `words` is the version whose words its event shows. Where `wanted_rev` and
`pushed_rev` differ the calendar does not show it as it is: whoever changes what its event shows counts `wanted_rev` up
(`touches.shows_otherwise`), and a round stores as `pushed_rev` the `wanted_rev` that it read before it wrote.
"""

STANDS: Final = touches.c.state == literal_column("'open'")
IN_CONFLICT: Final = text("touches.state = 'open' AND touches.conflicts <> '[]'")
WAS_DONE: Final = touches.c.state == literal_column("'done'")
"""Written out, not bound: whether a partial index serves is decided when a statement is prepared, not at each run."""

questions = Table(
    "questions",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("enrollment", Text, _to("enrollments.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("args", Json, nullable=False),
    Column("asked_at", UtcInstant, nullable=False),
    Column("answered_at", UtcInstant),
    Column("made_by", Integer, _to("log.id")),
    Index("ix_questions_open", "enrollment", sqlite_where=text("answered_at IS NULL")),
    Index(None, "made_by"),
)

# --- calendars ------------------------------------------------------------------------------------------------------
calendars = Table(
    "calendars",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("rep", Text, _to("reps.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("token", Text),
    Column("state", Text, nullable=False, default="new"),
    Column("said", Text),
    Column("last_sync", UtcInstant),
    Column("due_at", UtcInstant),
    Column("fence", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("retry_at", UtcInstant),
    _one_of("role", "klart", "busy"),
    UniqueConstraint("rep", "url"),
    Index(None, "due_at"),
)
"""`state` is one word of the sync's own (`new`, `ok`, `away`, `denied`, `frozen` …), `said` a sentence for people."""

objects = Table(
    "objects",
    catalogue,
    Column("calendar", Integer, _to("calendars.id"), primary_key=True),
    Column("href", Text, primary_key=True),
    Column("uid", Text),
    Column("enrollment", Text),
    Column("number", Integer),
    Column("kind", Text, nullable=False),
    Column("generation", Integer, nullable=False, default=0),
    Column("etag", Text),
    Column("base", LargeBinary),
    Column("ours", LargeBinary),
    Column("state", Text, nullable=False, default="live"),
    Column("gone_at", UtcInstant),
    Column("start", UtcInstant),
    Column("end", UtcInstant),
    Column("opaque", Boolean(create_constraint=True, name="opaque"), nullable=False, default=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("retry_at", UtcInstant),
    Column("quarantine", Text),
    _one_of("kind", "touch", "record", "welcome", "foreign"),
    _one_of("state", "live", "vanished", "gone", "given"),
    Index(None, "enrollment", "number"),
    Index(None, "calendar", "uid"),
    Index(
        "ix_objects_busy",
        "calendar",
        "start",
        "end",
        sqlite_where=text("opaque AND kind = 'foreign' AND state = 'live'"),
    ),
    Index("ix_objects_gone", "calendar", "gone_at", sqlite_where=text("gone_at IS NOT NULL")),
    Index("ix_objects_left_alone", "calendar", sqlite_where=text("quarantine IS NOT NULL")),
)
"""What a calendar is known to hold: `base` is the body seen under the strong `etag`, `ours` the last one that klart
wrote, before a person's words were woven in (nothing = `base` is it).

`vanished` = reported gone, and not yet believed. `gone_at` is when a person's deletion was believed.

`enrollment` and `number` may name a touch that this store does not know (it was restored from a backup).
`quarantine` says in a sentence why klart leaves the object alone.
"""

outbox = Table(
    "outbox",
    catalogue,
    Column("id", Integer, primary_key=True),
    Column("calendar", Integer, _to("calendars.id"), nullable=False),
    Column("href", Text, nullable=False),
    Column("enrollment", Text),
    Column("number", Integer),
    Column("act", Text, nullable=False),
    Column("body", LargeBinary),
    Column("ours", LargeBinary),
    Column("etag", Text),
    Column("rev", Integer),
    Column("fence", Integer, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("state", Text, nullable=False, default="open"),
    Column("result", Text),
    _one_of("act", "create", "replace", "remove"),
    _one_of("state", "open", "done", "failed"),
    Index("uq_outbox_open", "calendar", "href", unique=True, sqlite_where=text("state = 'open'")),
    Index(None, "enrollment", "number"),
    Index(None, "calendar", "at"),
)
"""What was about to be sent; committed before the request goes out. One open request an object."""

BUSY: Final = text("objects.opaque AND objects.kind = 'foreign' AND objects.state = 'live'")

lease = Table(
    "lease",
    catalogue,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcInstant, nullable=False),
    Column("fence", Integer, nullable=False),
)

# --- the log is append-only -----------------------------------------------------------------------------------------
_NEVER: Final = "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END"
_THERE: Final = "SELECT 1 FROM log WHERE id = NEW.id OR (enrollment = NEW.enrollment AND seq = NEW.seq)"
KEEP_LOG: Final = (
    f"CREATE TRIGGER log_refuses_update BEFORE UPDATE ON log {_NEVER}",
    f"CREATE TRIGGER log_refuses_delete BEFORE DELETE ON log {_NEVER}",
    f"CREATE TRIGGER log_refuses_replace BEFORE INSERT ON log WHEN EXISTS ({_THERE}) {_NEVER}",
)
"""`INSERT OR REPLACE` deletes without asking the trigger of DELETE; therefore the third."""


def _keep_log(_table: Table, connection: Connection, **_how: object) -> None:
    for statement in KEEP_LOG:
        connection.exec_driver_sql(statement)


event.listen(log, "after_create", _keep_log)
