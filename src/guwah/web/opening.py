"""Where a session keeps which opening of the vault it belongs to."""

OPENING = "guwah_opening"
