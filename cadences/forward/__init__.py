"""The core run forward: previews, loads, differences. What the daemon would do, without store or clock."""
