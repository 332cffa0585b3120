"""Cansight: quality control for canned food, from photographs of a can to a verdict that stays answerable."""
