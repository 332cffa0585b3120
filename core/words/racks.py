"""A rack counted against the books."""

ENGLISH: dict[str, str] = {
    "rack_empty_why": "Photograph the whole front of the empty rack, from where it will be photographed later.\n"
    "Mark the four corners of its front: the lowest level's floor and the top of the highest level.",
    "rack_now_why": "Stand where the empty rack was photographed, and take its whole front.",
    "rack_tap_why": "Tap what is occupied. It begins with what the books say.",
    "rack_tap_why_no_picture": "There is no photograph of this rack empty, so tap what is occupied. It begins with "
    "what the books say.",
    "rack_grid": "Bays from the left, levels from the floor; a filled place is occupied. Tap to correct it.",
    "rack_heat_why": "Where the photograph differs from the empty rack.",
    "rack_legend": "● occupied, ○ free. A thick frame: the books say otherwise.",
    "rack_reading": "Comparing with the empty rack",
    "rack_agrees": "The books agree with every place.",
    "rack_differs": "The books disagree at {n} of the places. Look there: what is right?",
    "rack_note_hint": "What you found, if it helps whoever mends the books",
    "rack_counted": "Noted: {n} places counted, {differing} differ from the books. Move the stock where it is wrong.",
    "rack_kept": "The empty rack is kept. From now on a photograph counts it.",
}
