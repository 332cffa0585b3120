"""An evaluation's page, for whoever has to decide about a model."""

ENGLISH: dict[str, str] = {
    "evaluation_title": "{model} on {dataset}/{split}",
    "evaluation_counted": "{photographs} photographs, {good} good and {defective} defective.",
    "evaluation_enough": "Enough of both classes that one photograph moves a figure by 2 points or less.",
    "evaluation_too_few": "{n} {what} photographs: one more miss is {points:.1f} points. Too few to call a figure "
    "good.",
    "evaluation_none_of": "No {what} photographs: nothing is known of them.",
    "evaluation_review": "Review counts as not Good. Below {good_below:.2f} is Good, from {bad_from:.2f} on Bad.",
    "evaluation_confusion": "Open a cell to see its photographs, those with the probability nearest to another verdict "
    "first.",
    "evaluation_more": "and {n} more",
    "evaluation_worst_misses": "Defective called Good: none.",
    "evaluation_worst_alarms": "Good not called Good: none.",
    "evaluation_calibration": "Where the points lie on the line, a probability means what it says. n at each point.",
    "evaluation_no_masks": "No masks: where the heat points was not measured.",
    "evaluation_folds": "{folds} folds by group, each judged by a model that has learnt from the others; mean and "
    "standard deviation over the folds.",
}
