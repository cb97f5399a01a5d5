"""The live preview: a local page that shows a definition as it is saved, with its problems and its worked cases."""
