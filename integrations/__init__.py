"""The outside world, one file or folder for each system, behind the small ports of `integrations.ports`."""
