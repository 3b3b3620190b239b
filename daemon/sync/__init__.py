"""Keeping calendars and the plan in step: pull, understand, decide, push. Knows calendars by their port alone.

`understand`, `reconcile` and `gate` are pure; `round` and `carry_out` act.
"""
