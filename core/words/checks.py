"""Cans that are looked at twice: judged before the model's verdict is shown, or reviewed by a second person."""

ENGLISH: dict[str, str] = {
    # settings
    "checks_title": "Checks of the judging",
    "checks_explained": "They show how far the model and the people can be trusted. They are off at 0 %.",
    "checks_blind": "Blind checks, % of the cans",
    "checks_blind_help": "The inspector of a drawn can judges it before the model's verdict is shown. Test, practice "
    "and complaint cans are left out.",
    "checks_kept": "The shares are set for the cans to come.",
    # a can that is judged blind
    "blind_word": "YOU JUDGE",
    "blind_question": "What is this can? Say it before the model's verdict is shown: look at the can in your hand.",
    "blind_how": "Take every side. Then Good, or I see a defect and name it.",
    "blind_first": "This can is judged before the model's verdict is shown: say Good, or raise the defect you see.",
    "blind_take_all": "Take every required side first.",
    "blind_not_asked": "Nobody asked for a judgement of can {number} before its verdict: save it.",
    "blind_judged": "You have judged this can: save it as it is.",
    "blind_kept": "Your judgement is kept: Good. Now see what the model says, and save the can.",
    "blind_help": "Say Good before the model's verdict is shown",
    "blind_said": "{who} said {verdict}, {at}, before the model's verdict was shown.",
    "blind_named": "{verdict} ({code}, side {side})",
    "side_hidden": "looked at; what was found is shown once its inspector has judged",
    # a can that two reviewers judge
    "pair_assign": "Two reviewers",
    "pair_explained": "Each judges the photographs without a verdict and without seeing what the other said. It shows "
    "how far people judge alike, and changes no verdict.",
    "pair_newest": "Cans, the newest of those listed",
    "pair_given": "Given to {first} and {second}, cans that neither has taken, spoken on or judged in this way.",
    "pair_none_left": "None of these cans can be given to these two: they took, judged or were given them already.",
    "pair_too_few_people": "It takes two people who may review: an administrator adds them.",
    "pair_waits": "To be judged by you and another reviewer: {n:,}.",
    "pair_none": "You have judged all that was given to you and another reviewer.",
    "pair_left": "Can {number}, {n:,} left",
    "pair_kept": "Your answer is kept. It is shown once the other has answered, too.",
    "pair_said_already": "You have judged this can already, and the answer stays.",
    "pair_open": "Given to {first} and {second}; what they say is shown once both have judged it.",
    "pair_said": "{who} said {verdict}, {at}, without seeing the other's answer.",
    # statistics
    "pair_title": "Do reviewers judge alike?",
    "pair_statistics_none": "No two reviewers have judged the same cans in this time. A manager gives them cans on the "
    "Gallery.",
    "pair_too_few": "not enough, {n:,} of {least}",
    "pair_undefined": "not to be told: both always said the same",
    "pair_kappa": "{kappa:.2f} ({low:.2f} to {high:.2f})",
    "pair_kappa_explained": "Cohen's kappa: 1 is the same always, 0 no better than chance; with its interval at 95 %.",
    "pair_differ": "{first} and {second} differ on:",
    "blind_none": "No can was judged blind in this time. A manager sets the share of such cans under Plant.",
    "blind_counts": "Judged blind, n = {n:,}: the model agreed on {good:,} good and {bad:,} bad cans, found {alarms:,} "
    "bad that the inspector called good, missed {missed:,}, and left {open:,} to a person.",
    "blind_agreed": "Agreement where both decided: {share:.1f} % of {n:,} ({low:.1f} to {high:.1f} % at 95 %).",
}
