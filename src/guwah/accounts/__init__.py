"""Members, roles, case membership and the audit trail."""
