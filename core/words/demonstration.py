"""The demonstration plant and its story."""

ENGLISH: dict[str, str] = {
    "demonstration_band": "Demonstration. This plant is made up: its people, cans, lots and stock do not exist.",
    "demonstration_offer": "Nothing is here yet. To show the program first, run this beside it: it fills a folder of "
    "its own with a made-up plant and five weeks of work, and touches nothing here.",
    "demonstration_sample_cans": "The inspection page has sample cans, too, under Example: two clicks to a verdict.",
    "story_not_here": "This is a real installation, and the story is that of the demonstration plant. Start that "
    "beside it: it has a folder of its own.",
    "story_intro": "A week ago somebody changed the rolls of a seaming head. See what it did, where it shows, and what "
    "became of the cans.",
    "story_can": "First of all, a can: put a rendered one on the board, good or bad, and the models on this machine "
    "judge it now. It is kept as practice and counts in no figure.",
    "story_can_reader": "Sign in as somebody who inspects to put a can on the board.",
    "story_chart": "Line {line} had {before:.1%} bad cans before, and {after:.1%} of {n:,} in the last week. Its chart "
    "signals, and the adjustment stands on it.",
    "story_pareto": "Of the line's {bad} bad cans of that week, {head_bad} come from seaming head {head}. The other "
    "heads are as they were.",
    "story_where": "{dents} of its cans have a dent on the seam, and always at the same place: the top of the long "
    "side, and the lid above it.",
    "story_lots": "{lots} lots of the line are held, each with who held it and why. Nothing of them can be shipped.",
    "story_warehouse": "{held} pallets of them stand hatched on the map, and {to_move} of these still have to go into "
    "quarantine.",
    "story_filled": "The five weeks end on {until}. To tell them anew up to today: python -m core demo --reset",
}
