"""Editions: what goes out, checked, frozen, sealed."""
