"""How far the judging can be trusted: blind checks, and the rate of bad cans with what they correct."""

import streamlit as st

from core.quality.blind_checks import checked
from core.quality.corrected_rate import LEAST_CHECKED, Checked, corrected_rate
from core.quality.shares import wilson
from core.quality.verdict import Verdict
from core.records import blind_checks, statistics
from core.records.statistics import Counts, Scope
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.words import tr

_GOOD, _BAD = Verdict.GOOD, Verdict.BAD


def draw_blind(user: SignedIn, scope: Scope) -> Checked:
    """Say how the model did on cans that were judged before its verdict was shown; return that as a check."""
    counts = blind_checks.counts(user.actor, scope)
    n = sum(counts.values())
    with st.container(key="statistics_blind"):
        if not n:
            show_plain(tr("blind_none"), icon=":material/visibility_off:")
            return Checked()
        agreed = {verdict: counts.get((verdict, verdict), 0) for verdict in (_GOOD, _BAD)}
        alarms, missed = counts.get((_GOOD, _BAD), 0), counts.get((_BAD, _GOOD), 0)
        decided = sum(agreed.values()) + alarms + missed
        show_plain(tr("blind_counts", n=n, good=agreed[_GOOD], bad=agreed[_BAD], alarms=alarms, missed=missed,
                      open=n - decided), icon=":material/visibility_off:")
        if decided:
            low, high = wilson(sum(agreed.values()), decided)
            st.text(tr("blind_agreed", share=100 * sum(agreed.values()) / decided, n=decided, low=100 * low,
                       high=100 * high))
    return checked(counts)


def draw_corrected(user: SignedIn, scope: Scope, total: Counts, blind: Checked) -> None:
    """Say what the rate of bad cans is once misses and false alarms are allowed for, as test cans and blind checks show
    them."""
    known = statistics.known_cans(user.actor, scope)
    both = known + blind
    corrected = corrected_rate(total.bad, total.judged, both)
    of = {"bad": both.bad, "good": both.good, "tests": known.bad + known.good, "blind": blind.bad + blind.good}
    if corrected:
        show_plain(tr("corrected_rate", rate=100 * corrected.rate, low=100 * corrected.low, high=100 * corrected.high,
                      apparent=100 * total.bad / total.judged, **of))
    else:
        show_plain(tr("corrected_by_chance" if both.enough and total.judged else "corrected_too_few",
                      least=LEAST_CHECKED, **of))
