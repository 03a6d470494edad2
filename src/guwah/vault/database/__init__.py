"""Django's database backend for SQLCipher files."""
