"""The long-running service: its store, its sync, its use cases, its commands."""
