"""Claims in and out by file, in the browser: looked at before anything is taken, and taken back whole."""
