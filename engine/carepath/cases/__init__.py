"""Worked cases: what happened in short lines of text, what follows from it, and where the two differ."""
