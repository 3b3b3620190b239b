"""The first schema. Generated from the tables by Alembic, and never changed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

_STATES: Final = (
    "\"state\" IN ('active', 'waiting', 'diagnosing', 'paused', "
    "'won', 'lost', 'opted_out', 'referred', 'given_up', 'withdrawn')"
)


def upgrade() -> None:
    """Make all tables, and let the log refuse to be changed."""
    _contacts()
    _lease()
    _meta()
    _reps()
    _versions()
    _words()
    _calendars()
    _enrollments()
    _log()
    _objects()
    _outbox()
    _touches()
    _notes()
    _promises()
    _questions()
    never = "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END"
    there = "SELECT 1 FROM log WHERE id = NEW.id OR (enrollment = NEW.enrollment AND seq = NEW.seq)"
    op.execute(f"CREATE TRIGGER log_refuses_update BEFORE UPDATE ON log {never}")
    op.execute(f"CREATE TRIGGER log_refuses_delete BEFORE DELETE ON log {never}")
    op.execute(f"CREATE TRIGGER log_refuses_replace BEFORE INSERT ON log WHEN EXISTS ({there}) {never}")


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("do_not_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out_by", sa.Integer(), nullable=True),
        sa.Column("details_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bad", sa.JSON(none_as_null=True), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("phone_key", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_email_key"), "contacts", ["email_key"], unique=False)
    op.create_index(op.f("ix_contacts_name_key"), "contacts", ["name_key"], unique=False)
    op.create_index(op.f("ix_contacts_phone_key"), "contacts", ["phone_key"], unique=False)


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _reps() -> None:
    op.create_table(
        "reps",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reps")),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("bases", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_name_kept_at"), "versions", ["name", "kept_at"], unique=False)


def _words() -> None:
    op.create_table(
        "words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words")),
    )


def _calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rep", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("last_sync", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("\"role\" IN ('klart', 'busy')", name=op.f("ck_calendars_role")),
        sa.ForeignKeyConstraint(["rep"], ["reps.id"], name=op.f("fk_calendars_rep")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("rep", "url", name=op.f("uq_calendars_rep_url")),
    )
    op.create_index(op.f("ix_calendars_due_at"), "calendars", ["due_at"], unique=False)


def _enrollments() -> None:
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("rep", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("attend_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state IN ('active', 'waiting', 'diagnosing', 'paused'))",
            name=op.f("ck_enrollments_closed"),
        ),
        sa.CheckConstraint(_STATES, name=op.f("ck_enrollments_state")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_enrollments_contact")),
        sa.ForeignKeyConstraint(["origin"], ["enrollments.id"], name=op.f("fk_enrollments_origin")),
        sa.ForeignKeyConstraint(["rep"], ["reps.id"], name=op.f("fk_enrollments_rep")),
        sa.ForeignKeyConstraint(["version"], ["versions.version"], name=op.f("fk_enrollments_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollments")),
    )
    op.create_index(
        "ix_enrollments_attend_at",
        "enrollments",
        ["attend_at"],
        unique=False,
        sqlite_where=sa.text("attend_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_enrollments_cadence_state"), "enrollments", ["cadence", "state"], unique=False)
    op.create_index(op.f("ix_enrollments_contact"), "enrollments", ["contact"], unique=False)
    op.create_index(
        "ix_enrollments_open",
        "enrollments",
        ["rep"],
        unique=False,
        sqlite_where=sa.text("state IN ('active', 'waiting', 'diagnosing', 'paused')"),
    )
    op.create_index(op.f("ix_enrollments_origin"), "enrollments", ["origin"], unique=False)
    op.create_index(op.f("ix_enrollments_state_closed_at"), "enrollments", ["state", "closed_at"], unique=False)


def _log() -> None:
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fact", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_log_seq")),
        sa.ForeignKeyConstraint(["cause"], ["log.id"], name=op.f("fk_log_cause")),
        sa.ForeignKeyConstraint(["enrollment"], ["enrollments.id"], name=op.f("fk_log_enrollment")),
        sa.ForeignKeyConstraint(["words"], ["words.id"], name=op.f("fk_log_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
        sa.UniqueConstraint("enrollment", "seq", name=op.f("uq_log_enrollment_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_cause", "log", ["cause"], unique=False, sqlite_where=sa.text("cause IS NOT NULL"))


def _objects() -> None:
    op.create_table(
        "objects",
        sa.Column("calendar", sa.Integer(), nullable=False),
        sa.Column("href", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.Column("enrollment", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("base", sa.LargeBinary(), nullable=True),
        sa.Column("ours", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opaque", sa.Boolean(create_constraint=True, name="ck_objects_opaque"), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quarantine", sa.Text(), nullable=True),
        sa.CheckConstraint("\"kind\" IN ('touch', 'record', 'welcome', 'foreign')", name=op.f("ck_objects_kind")),
        sa.CheckConstraint("\"state\" IN ('live', 'vanished', 'gone', 'given')", name=op.f("ck_objects_state")),
        sa.ForeignKeyConstraint(["calendar"], ["calendars.id"], name=op.f("fk_objects_calendar")),
        sa.PrimaryKeyConstraint("calendar", "href", name=op.f("pk_objects")),
    )
    op.create_index(
        "ix_objects_busy",
        "objects",
        ["calendar", "start", "end"],
        unique=False,
        sqlite_where=sa.text("opaque AND kind = 'foreign' AND state = 'live'"),
    )
    op.create_index(op.f("ix_objects_calendar_uid"), "objects", ["calendar", "uid"], unique=False)
    op.create_index(op.f("ix_objects_enrollment_number"), "objects", ["enrollment", "number"], unique=False)
    op.create_index(
        "ix_objects_gone", "objects", ["calendar", "gone_at"], unique=False, sqlite_where=sa.text("gone_at IS NOT NULL")
    )
    op.create_index(
        "ix_objects_left_alone", "objects", ["calendar"], unique=False, sqlite_where=sa.text("quarantine IS NOT NULL")
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.Integer(), nullable=False),
        sa.Column("href", sa.Text(), nullable=False),
        sa.Column("enrollment", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("ours", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint("\"act\" IN ('create', 'replace', 'remove')", name=op.f("ck_outbox_act")),
        sa.CheckConstraint("\"state\" IN ('open', 'done', 'failed')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["calendar"], ["calendars.id"], name=op.f("fk_outbox_calendar")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_calendar_at"), "outbox", ["calendar", "at"], unique=False)
    op.create_index(op.f("ix_outbox_enrollment_number"), "outbox", ["enrollment", "number"], unique=False)
    op.create_index(
        "uq_outbox_open", "outbox", ["calendar", "href"], unique=True, sqlite_where=sa.text("state = 'open'")
    )


def _touches() -> None:
    op.create_table(
        "touches",
        sa.Column("enrollment", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rep", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reaches", sa.Boolean(create_constraint=True, name="ck_touches_reaches"), nullable=False),
        sa.Column("joins", sa.Boolean(create_constraint=True, name="ck_touches_joins"), nullable=False),
        sa.Column("pinned", sa.Boolean(create_constraint=True, name="ck_touches_pinned"), nullable=False),
        sa.Column("promised", sa.Boolean(create_constraint=True, name="ck_touches_promised"), nullable=False),
        sa.Column("again", sa.Boolean(create_constraint=True, name="ck_touches_again"), nullable=False),
        sa.Column("put_offs", sa.Integer(), nullable=False),
        sa.Column("rolled_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("conflicts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("wanted_rev", sa.Integer(), nullable=False),
        sa.Column("pushed_rev", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"state\" IN ('open', 'done', 'superseded', 'withdrawn')", name=op.f("ck_touches_state")),
        sa.CheckConstraint('("start" IS NULL) = ("end" IS NULL) AND "start" <= "end"', name=op.f("ck_touches_span")),
        sa.CheckConstraint("pushed_rev <= wanted_rev", name=op.f("ck_touches_revs")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_touches_contact")),
        sa.ForeignKeyConstraint(["enrollment"], ["enrollments.id"], name=op.f("fk_touches_enrollment")),
        sa.ForeignKeyConstraint(["rep"], ["reps.id"], name=op.f("fk_touches_rep")),
        sa.PrimaryKeyConstraint("enrollment", "number", name=op.f("pk_touches")),
    )
    _touches_indexes()


def _touches_indexes() -> None:
    op.create_index(
        "ix_touches_broken",
        "touches",
        ["rep"],
        unique=False,
        sqlite_where=sa.text("state = 'open' AND conflicts <> '[]'"),
    )
    op.create_index(op.f("ix_touches_contact_state_start"), "touches", ["contact", "state", "start"], unique=False)
    op.create_index(
        "ix_touches_done", "touches", ["rep", "happened_at"], unique=False, sqlite_where=sa.text("state = 'done'")
    )
    op.create_index(
        "ix_touches_standing", "touches", ["rep", "start", "end"], unique=False, sqlite_where=sa.text("state = 'open'")
    )
    op.create_index(
        "ix_touches_unpushed", "touches", ["rep"], unique=False, sqlite_where=sa.text("wanted_rev <> pushed_rev")
    )
    op.create_index("uq_touches_next", "touches", ["enrollment"], unique=True, sqlite_where=sa.text("state = 'open'"))


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("enrollment", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_notes_contact")),
        sa.ForeignKeyConstraint(["enrollment"], ["enrollments.id"], name=op.f("fk_notes_enrollment")),
        sa.ForeignKeyConstraint(["made_by"], ["log.id"], name=op.f("fk_notes_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_contact_at"), "notes", ["contact", "at"], unique=False)
    op.create_index(op.f("ix_notes_made_by"), "notes", ["made_by"], unique=False)


def _promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("enrollment", sa.Text(), nullable=True),
        sa.Column("when", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_rep", sa.Boolean(create_constraint=True, name="ck_promises_by_rep"), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("lapsed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_promises_contact")),
        sa.ForeignKeyConstraint(["enrollment"], ["enrollments.id"], name=op.f("fk_promises_enrollment")),
        sa.ForeignKeyConstraint(["lapsed_by"], ["log.id"], name=op.f("fk_promises_lapsed_by")),
        sa.ForeignKeyConstraint(["made_by"], ["log.id"], name=op.f("fk_promises_made_by")),
        sa.ForeignKeyConstraint(["replaced_by"], ["promises.id"], name=op.f("fk_promises_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_lapsed_by"), "promises", ["lapsed_by"], unique=False)
    op.create_index(
        "ix_promises_live",
        "promises",
        ["contact"],
        unique=False,
        sqlite_where=sa.text("lapsed_at IS NULL AND replaced_by IS NULL"),
    )
    op.create_index(op.f("ix_promises_made_by"), "promises", ["made_by"], unique=False)
    op.create_index(op.f("ix_promises_replaced_by"), "promises", ["replaced_by"], unique=False)


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("args", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enrollment"], ["enrollments.id"], name=op.f("fk_questions_enrollment")),
        sa.ForeignKeyConstraint(["made_by"], ["log.id"], name=op.f("fk_questions_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_made_by"), "questions", ["made_by"], unique=False)
    op.create_index(
        "ix_questions_open", "questions", ["enrollment"], unique=False, sqlite_where=sa.text("answered_at IS NULL")
    )
