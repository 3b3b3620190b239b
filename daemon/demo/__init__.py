"""The demonstration: a week played through on a clock of its own, on a real server. Knows a story; no rule of ours."""
