"""A definition while somebody writes it: read again after each save, with the worked cases beside it."""
