"""Effects to be done once: rows written with their cause, leased, retried."""
