"""A can and its sides: what was found, and what to do about it."""

ENGLISH: dict[str, str] = {
    "can_reencoded": "Photographs of this can that were re-encoded to make room, since {at}: {n}. The hashes of the "
    "originals stay on record.",
    # a side
    "side_good": "{probability:.2f} is below {good_below:.2f}",
    "side_bad": "{probability:.2f} is at or above {bad_from:.2f}",
    "side_between": "{probability:.2f} lies between {good_below:.2f} and {bad_from:.2f}",
    "side_missing": "not taken",
    "side_suggested": "The model suggests {code} {name} ({severity}). A person names it.",
    "side_not_named": "The model cannot name it. A person does.",
    "side_not_a_probability": "the model gave no usable number",
    "side_unreadable": "{problem}",
    "side_model_refused": "the model could not be loaded: {problem}",
    "side_failed": "the inspection of this photograph failed; take it again",
    "side_late": "not judged within {seconds:.0f} seconds: take it again, or let a person look",
    "side_blurred": "too blurred: hold the can still and take it again",
    "side_dark": "too dark: add light and take it again",
    "side_bright": "too bright: less light or exposure, and take it again",
    "side_blank": "nothing to see: no can in the frame",
    "side_collecting": "no model yet: the photograph is kept, and a person judges",
    "side_unfamiliar": "unlike anything the model was taught: a person has to look",
    "side_wrong": "this looks like side {other} ({label}): take this side itself",
    "side_duplicate": "the same photograph as side {other}: take this side itself",
    # a can
    "can_good": "All {taken} photographed sides are good, every required one among them.",
    "can_bad": "Bad because side {side} ({label}) is bad: {probability:.2f} ≥ {bad_from:.2f}.",
    "can_bad_more": "Bad because side {side} ({label}) is bad: {probability:.2f} ≥ {bad_from:.2f}, and {more} more.",
    "can_incomplete": "Not taken yet: side {missing}.",
    "can_incomplete_many": "Not taken yet: sides {missing}.",
    "can_review": "A person has to look at side {side} ({label}): {why}.",
    "can_review_more": "A person has to look at side {side} ({label}) and {more} more: {why}.",
    "do_good": "Pass to packing.",
    "do_bad": "Red tray: keep it for the reviewer.",
    "do_review": "Yellow tray: a reviewer decides.",
    "do_incomplete": "Take the missing sides.",
    "not_seen": "Good on the sides photographed; {what} are not seen.",
    "can_raised": "Bad because {who} saw {name} ({code}) on side {side}.",
    "can_reviewed": "{verdict}: {who} looked at it.",
    "can_reviewed_defects": "Bad because {who} saw {defects}.",
    "can_review_undone": "{verdict} again: {who} took a review back.",
    # models
    "band_demonstration": "Demonstration model ({models}), not for release decisions. {trained_on}",
    "band_demonstrations": "Demonstration models ({models}), not for release decisions. {trained_on}",
    "collecting_why": "Collecting: there is no model yet. Every photograph is kept, and what people say of the cans in "
    "Review teaches the first one.",
    "collecting_count": "{group} sides, for the model {model}: {good} of {least_good} good and {defective} of "
    "{least_defective} defective photographs judged by a person.",
    "collecting_enough": "Enough to train: python -m core export-dataset DATASET --group {group}, then "
    "python -m core train DATASET --model {model}",
    # taking a can
    "camera_needs_https": "No picture? Browsers give a page the camera only on localhost or over HTTPS; "
    "README, Camera, says how to set it up.",
    "confirm_order": "Placed by the order in which they were taken. Is every photograph on its side?",
    "kept_on_reload": "What shows a verdict is kept: after a lost connection, reload or sign in again, and go on.",
    "no_can_yet": "Take the first side: upload several at once, one on its side, or use the camera.",
    "upload_names": "Files named for a side (1.jpg to 7.jpg, lid.jpg) go there; the others in the order taken.",
    "all_taken": "Every side is taken. Save the can, or take a side again on the board.",
    "judging": "Looking at {n} photographs",
    "in_line": "Cans before yours: {before}. It is looked at as soon as they are done.",
    "saved": "{number} is kept. {why}",
    "swap_help": "Swap two sides: tap one, then the other",
    "note_hint": "What you see, if the picture is not enough",
    "raise_explained": "Tap what you see: the can is Bad at once, whatever the model said. Both verdicts are kept.",
    "drawn_by": "drawn by {name}",
    "defect_line": "{code} {name} ({severity}), side {side}",
    "taken_by": "Taken by {name}, {at}, {purpose}",
    "no_such_can": "There is no such can. Open one from Home.",
    "gallery_empty": "No can matches. Take a filter away, or inspect a can.",
    "gallery_no_picture": "No photograph was kept.",
    "gallery_model_said": "The model said {verdict}.",
    "bad_rest_optional": "The remaining sides need not be taken.",
    # sample cans
    "examples": "No can at hand? Put a sample can on the board: rendered, not photographed. It is kept as practice and "
                "counts in no figure.",
    "examples_occupied": "Save the can on the board, or start over, first.",
    "examples_none": "There are no sample cans of this product.",
}
