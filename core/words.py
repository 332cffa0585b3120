"""Reason codes into sentences, for page, command line and report alike. Records keep the code, never the sentence."""

from core.quality.verdict import Reason

ENGLISH: dict[str, str] = {
    # a side
    "side_good": "{probability:.2f} is below {good_below:.2f}",
    "side_bad": "{probability:.2f} is at or above {bad_from:.2f}",
    "side_between": "{probability:.2f} lies between {good_below:.2f} and {bad_from:.2f}",
    "side_missing": "not taken",
    "side_not_a_probability": "the model gave no usable number",
    "side_unreadable": "{problem}",
    "side_model_refused": "the model could not be loaded: {problem}",
    "side_failed": "the inspection of this photograph failed; take it again",
    "side_blurred": "too blurred: hold the can still and take it again",
    "side_dark": "too dark: add light and take it again",
    "side_bright": "too bright: less light or exposure, and take it again",
    "side_blank": "nothing to see: no can in the frame",
    "side_unfamiliar": "unlike anything the model was taught: a person has to look",
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
    # the gate
    "page_failed": "Something went wrong on our side. What was kept is safe: reload the page and go on.",
    "not_your_right": "Your role ({role}) does not open this page. Ask an administrator if it should.",
    "setup_code_where": "Nobody has an account yet. The setup code stands in the terminal where Cansight was started.",
    "password_rule": "10 to 128 characters; common passwords are refused.",
    # accounts and the audit trail
    "passwords_differ": "The two passwords differ: type them again.",
    "account_who": "You are {name}, {role}. A new password ends all your sessions.",
    "user_added": "{name} may sign in now.",
    "user_role": "{name} is {role} now; their sessions were ended.",
    "user_password": "{name} has a new password; their sessions were ended.",
    "user_turned": "{word}: done for {name}.",
    "audit_empty": "Nothing is recorded of that. Leave the field empty to see everything.",
    "audit_limit": "The newest {n} rows. `python -m core verify` checks the whole trail.",
    # products
    "product_kept": "{sku} is set up.",
    "product_retired": "{sku} is retired: it is offered for inspection no more. What is recorded of it stays.",
    "product_back": "{sku} is offered for inspection again.",
    "products_none": "No product fits. Search for another word, or show the retired ones.",
    "products_more": "The first {shown} of {n}. Search to find the others.",
    "product_sku_stays": "The SKU stays, because records name it.",
    "product_model_hint": "The name of the model that judges these sides, as `python -m core models list` shows it.",
    "product_pattern_hint": "A regular expression, such as L[0-9]{{4}}. Leave it empty where no code is checked.",
    "product_not_seen_hint": "What the photographs cannot show; every Good can says so.",
    # models
    "band_demonstration": "Demonstration model ({model}), not for release decisions. {trained_on}",
    # taking a can
    "camera_needs_https": "No picture? Browsers give a page the camera only on localhost or over HTTPS; "
    "README, Camera, says how to set it up.",
    "confirm_order": "Placed by the order in which they were taken. Is every photograph on its side?",
    "kept_on_reload": "What shows a verdict is kept: after a lost connection, reload or sign in again, and go on.",
    "no_can_yet": "Take the first side: upload several at once, one on its side, or use the camera.",
    "upload_names": "Files named for a side (1.jpg to 7.jpg, lid.jpg) go there; the others in the order taken.",
    "all_taken": "Every side is taken. Save the can, or take a side again on the board.",
    "judging": "Looking at {n} photographs",
    "saved": "{number} is kept. {why}",
    "swap_help": "Swap two sides: tap one, then the other",
    "note_hint": "What you see, if the picture is not enough",
    "raise_explained": "Tap what you see: the can is Bad at once, whatever the model said. Both verdicts are kept.",
    "defect_line": "{code} {name} ({severity}), side {side}",
    "taken_by": "Taken by {name}, {at}, {purpose}",
    "no_such_can": "There is no such can. Open one from Home.",
    "gallery_empty": "No can matches. Take a filter away, or inspect a can.",
    "gallery_no_picture": "No photograph was kept.",
    "gallery_model_said": "The model said {verdict}.",
    "home_empty": "No can has been inspected yet.",
    "home_rate": "Bad: {bad} of {n} judged ({rate:.1f} %).",
    "bad_rest_optional": "The remaining sides need not be taken.",
}


def tr(code: str, /, **values: object) -> str:
    """Return the sentence of a code, filled with its values; KeyError for an unknown code, which a test rules out."""
    return ENGLISH[code].format(**values)


def sentence(reason: Reason) -> str:
    """Return a reason in words."""
    code, values = reason.code, dict(reason.values)
    if code == "can_review":
        values["why"] = tr(str(values.pop("because")), **values).rstrip(".")
    if code in ("can_review", "can_bad") and values["more"]:
        code += "_more"
    if code == "can_incomplete" and values["missing_count"] != 1:
        code += "_many"
    return tr(code, **values)
