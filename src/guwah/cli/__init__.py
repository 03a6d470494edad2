"""The command line: one group per step."""
