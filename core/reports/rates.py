"""Rates in words, with what they can bear."""

from core.quality.shares import wilson
from core.words import tr


def rate_words(bad: int, judged: int) -> tuple[str, str]:
    """Return a rate of bad cans in per cent and its 95 % interval, in words; a dash where nothing is judged."""
    if not judged:
        return "–", tr("report_nothing_judged")
    low, high = wilson(bad, judged)
    return f"{100 * bad / judged:.1f} %", tr("report_interval", low=100 * low, high=100 * high)
