"""Model versions: what they were taught, how they were measured, and which of them judges."""

ENGLISH: dict[str, str] = {
    "models_none": "No model yet. Train one on your photographs: python -m core train DATASET --model NAME",
    "models_unusable": "{model} judges nothing: {problem}",
    "models_no_such": "There is no such version. Choose one from the list.",
    "models_state_active": "It judges the photographs of every product that names {model}.",
    "models_state_kept": "It is kept, and judges nothing. Activating it is how to go back.",
    "models_state_retired": "It was retired, and judges nothing. Activating it brings it back.",
    "models_activate": "Make {name} the version that judges",
    "models_retire": "Retire {name}",
    "models_fit_production": "Mark {name} fit for production",
    "models_fit_demonstration": "Mark {name} for demonstration only",
    "models_activated": "{name} judges from now on. Cans that are kept name the version that judged them.",
    "models_retired": "{name} is retired.",
    "models_marked": "{name} is marked: {fit_for}.",
    "models_reason": "Reason",
    "models_reason_hint": "Why; it is recorded with your name",
    "models_evaluation": "Evaluation on this plant's photographs",
    "models_evaluation_hint": "What `python -m core evaluate DATASET --model NAME --json -` printed, as a file.",
    "models_evaluation_none": "This file is no evaluation: give what evaluate --json - printed.",
    "models_files_whole": "Files are whole, and those that the card names",
    "models_decides": "Good below {good_below:.2f}, bad from {bad_from:.2f}; between them a person looks. "
    "A product may have thresholds of its own.",
    "models_priced": "Chosen by cost: an escape {escape:g}, a false reject {reject:g}, a review {review:g}, "
    "{sides} photographs a can.",
    "models_unpriced": "Chosen where both classes part best on validation photographs.",
    "models_false_alarms": "All checks of a can's sides together are set to stop {rate:.0%} of usable cans.",
    "models_false_alarms_unstated": "How often its checks stop a usable can is not stated.",
    "models_good_stopped": "Of good validation photographs they stopped {count} of {of} ({low:.1%} to {high:.1%}).",
    "models_limits": "Too dark below {dark_mean:.0f}, too bright from a share of {bright_share:.2f}, blank below a "
    "contrast of {blank_contrast:.0f}, blurred below a sharpness of {sharpness:.2f}.",
    "models_learnt": "Learnt from {good} good and {defective} defective photographs of {groups} objects, "
    "{masks} with a mask.",
    "models_learnt_picture": "Good ones above, defective ones below.",
    "models_newest_picture": "The newest photographs that {name} judged. Where they look unlike what it learnt from, "
    "train on your own.",
    "models_validated": "Validated on {good} good and {defective} defective ones, none of them learnt from.",
    "models_calibrated": "The weights of {of}; thresholds and scales set on {good} good and {defective} defective "
    "photographs, none of them learnt from.",
    "models_skipped": "Left out: {n} photographs.",
    "models_in_both": "In training and in test: {n} photographs. Figures on the test split flatter.",
    "models_fingerprint": "Fingerprint of the data {fingerprint}",
    "models_recipe": "Recipe {name}, {size} pixels, {epochs} epochs, seed {seed}, from {weights}",
    "models_made_by": "Made {at} by code {code}",
    "models_code_unstated": "not stated",
    "models_licence": "Licence: {licence}",
    "models_view": "Its checks were taught a new view after {of}, by {photographs} photographs of good cans; the "
    "verdict is that of {of}.",
    "view_title": "Re-teach a view",
    "view_why": "After a camera or a lamp moved, good cans look unfamiliar. The newest {cans} cans that a person "
    "confirmed good teach the checks the new view. The verdict itself stays as it is: evaluate it on the new view.",
    "view_cans": "Confirmed good: {n} of {cans}.",
    "view_do": "Re-teach the view",
    "view_busy": "Looking at the good cans",
    "view_done": "The models of {sku} know the new view. Activating an older version goes back.",
    "models_not_measured": "Nothing was measured of it yet: python -m core evaluate DATASET --model {name} --on-card",
}
