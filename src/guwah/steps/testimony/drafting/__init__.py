"""A machine's draft of a recording: run in the jail on a model somebody gives, kept as a marked layer."""
