"""Consent: what may be done, in the words in which it was given."""
