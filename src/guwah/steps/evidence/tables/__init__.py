"""The tables of evidence: what is sealed, and what is known of copies and ways."""
