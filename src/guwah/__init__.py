"""Guwah: from a witness's words to a record that holds."""
