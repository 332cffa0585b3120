"""What cans are inspected for, and which purposes say nothing about a lot or about a rate."""

ROUTINE, REINSPECTION, COMPLAINT, PRACTICE = "routine", "reinspection", "complaint", "practice"

PURPOSES = (ROUTINE, "lot sample", "after an event", REINSPECTION, COMPLAINT, "test can", PRACTICE)
"""In the order in which they are offered."""

NEVER_HOLD = ("test can", PRACTICE)
"""Purposes of cans that are none of the lot's own: whatever is found on them says nothing about it."""

NOT_RATED = (*NEVER_HOLD, COMPLAINT)
"""Purposes that no rate counts unless it is asked for by name: none of a lot's own, or brought for being bad."""
