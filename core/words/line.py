"""What happens on a line, its seam checks, known cans, and alerts."""

ENGLISH: dict[str, str] = {
    "alert_critical": "Critical defect on can {number}: {defects}.",
    "alert_rejection": "Lot {lot} is past its rejection number ({classes}) in its sample by {plan}.",
    "alert_overdue": "Line {line}: the seam check is overdue.",
    "alert_overdue_after": "Line {line}: the seam check after \"{after}\" is overdue.",
    "alert_check_failed": "Line {line}: the seam check failed. {found}.",
    "alert_not_qualified": "{who} is not qualified: {missed} of {shown} known cans were missed.",
}
