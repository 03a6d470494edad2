"""What runs inside the jail: it parses, it says what it found, and it may be wrong or taken over."""
