"""Rendered cans for demonstrations, tests and training; nothing here is needed to run the app."""
