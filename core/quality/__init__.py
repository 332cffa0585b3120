"""The rules of the trade, pure Python: sides of a can, verdicts, defects, rights. Imports nothing of the project."""
