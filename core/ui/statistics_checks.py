"""How far the judging can be trusted: blind checks, the rate of bad cans with what they correct, and two reviewers."""

import streamlit as st

from core.quality.agreement import LEAST_PAIRS, agreement
from core.quality.blind_checks import checked
from core.quality.corrected_rate import LEAST_CHECKED, Checked, corrected_rate
from core.quality.shares import wilson
from core.quality.verdict import Verdict
from core.records import blind_checks, review_pairs, statistics
from core.records.counted import Counts, Scope
from core.records.review_pairs import Judged
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


def draw_agreement(user: SignedIn, scope: Scope) -> None:
    """Draw how far each two reviewers judge alike, and on which cans they differ."""
    st.subheader(tr("pair_title"))
    judged = review_pairs.judged_by_two(user.actor, scope)
    if not judged:
        show_plain(tr("pair_statistics_none"), icon=":material/group:")
        return
    st.dataframe({
        "Reviewers": [f"{one.first}, {one.second}" for one in judged],
        "Cohen's kappa": [_kappa(one) for one in judged],
        "n": [sum(one.counts.values()) for one in judged],
        "Both good": [one.counts.get((_GOOD, _GOOD), 0) for one in judged],
        "Both bad": [one.counts.get((_BAD, _BAD), 0) for one in judged],
        "Differ": [one.counts.get((_GOOD, _BAD), 0) + one.counts.get((_BAD, _GOOD), 0) for one in judged],
    }, hide_index=True, width="stretch", key="statistics_agreement")
    st.caption(tr("pair_kappa_explained"))
    for place, one in enumerate(judged):
        if one.differing:
            with st.container(horizontal=True, vertical_alignment="center", key=f"statistics_differ_{place}"):
                st.text(tr("pair_differ", first=one.first, second=one.second), width="content")
                for can_id, number in one.differing:
                    st.page_link("pages/Can.py", label=number, query_params={"can": str(can_id)}, width="content")


def _kappa(one: Judged) -> str:
    n = sum(one.counts.values())
    if n < LEAST_PAIRS:
        return tr("pair_too_few", n=n, least=LEAST_PAIRS)
    found = agreement([[one.counts.get((said, other), 0) for other in (_GOOD, _BAD)] for said in (_GOOD, _BAD)])
    return tr("pair_kappa", kappa=found.kappa, low=found.low, high=found.high) if found else tr("pair_undefined")
