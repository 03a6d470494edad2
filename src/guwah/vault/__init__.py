"""Keys and slots, the encrypted database, sealed blobs and the custody log of one vault."""
