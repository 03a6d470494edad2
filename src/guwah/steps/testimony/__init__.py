"""Testimony: sessions, turns, marks, layers, anchors and cuts."""
