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
    # statistics
    "blind_none": "No can was judged blind in this time. A manager sets the share of such cans under Plant.",
    "blind_counts": "Judged blind, n = {n:,}: the model agreed on {good:,} good and {bad:,} bad cans, found {alarms:,} "
    "bad that the inspector called good, missed {missed:,}, and left {open:,} to a person.",
    "blind_agreed": "Agreement where both decided: {share:.1f} % of {n:,} ({low:.1f} to {high:.1f} % at 95 %).",
}
