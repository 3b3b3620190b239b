"""CalDAV (RFC 4791, 6578): one calendar collection behind `integrations.ports.CalendarPort`."""
