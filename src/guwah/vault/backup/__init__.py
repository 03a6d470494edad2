"""Encrypted copies of a vault elsewhere: making them, checking them, bringing the vault back from one."""
