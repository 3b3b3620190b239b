"""The store: SQLite behind SQLAlchemy Core. Knows tables and rows; knows no calendar, no clock and no command.

`engine.open_store` opens it; `Store.write()` and `Store.read()` give connections; the rooms (`people`, `ledger`,
`enrollments`, `touches`, `promises`, `versions`, `objects`, `lease`, `questions`, `notes`) are functions on one.
"""
