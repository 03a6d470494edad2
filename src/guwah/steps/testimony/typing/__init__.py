"""Typing while a recording is heard: turns kept one by one, by several people, until they are a text."""
