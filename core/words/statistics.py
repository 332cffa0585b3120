"""Figures of the plant: what they count, what a signal means, and what to do where nothing is to be seen."""

ENGLISH: dict[str, str] = {
    # what is counted
    "statistics_first_pass": "{first:,} of {n:,} at their first inspection; reinspections left out.",
    "statistics_once": "Of a can that was inspected again, the latest inspection counts; a reinspection that does not "
    "say of which can is left out. Holds where no purpose is chosen.",
    "statistics_empty": "No can fits. Take a filter away or choose a longer time; cans count once they are inspected.",
    "statistics_counts": "Counted by the verdict that holds: the latest person's, else the model's. Test and practice "
    "cans and complaints count only where the purpose names them.",
    "statistics_total": "{all:,} cans: {good:,} good, {bad:,} bad, {review:,} in review, {incomplete:,} incomplete.",
    "statistics_rate": "{low:.1f} to {high:.1f} % at 95 %",
    "statistics_none_bad": "none bad: at most {most:.1f} %",
    "statistics_unknown_heads": "The seaming head is unknown of {unknown:,} of {n:,} cans ({share:.0f} %): rates by "
    "head say nothing about those.",
    "statistics_no_signal": "No signal. Points: {points}; none says that the line changed.",
    "statistics_signals": "{signals} of {points} points are signals.",
    "statistics_signals_one": "1 of {points} points is a signal.",
    # signals of the last days
    "standing_none": "No line and no seaming head has left its limits in the last seven days with cans.",
    "standing_above": "{of}: {bad} of {n} bad on {day} ({rate:.1f} %), above its limit of {limit:.1f} %.",
    "standing_below": "{of}: {bad} of {n} bad on {day} ({rate:.1f} %), below its limit of {limit:.1f} %.",
    # control charts
    "chart_empty": "No routine can was judged in this time. Only routine cans enter control charts.",
    "chart_no_routine": "Only routine cans enter control charts: choose the purpose routine, or any.",
    "chart_no_lots": "No routine can of a lot was judged in this time: choose the lot when inspecting, or look by day.",
    "chart_explained": "Limits are three standard deviations from the first {baseline} points of each phase and then "
    "stay. Hollow points have too few cans to tell a small change.",
    "signal_beyond_above": "{name}: {count} in {n} ({rate}) lies above {limit}. Chance brings that once in 700 points: "
    "something made it worse. Look at its cans, and at what was changed before.",
    "signal_beyond_below": "{name}: {count} in {n} ({rate}) lies below {limit}. That is better than chance brings: "
    "find out why, or whether defects were missed.",
    "signal_one_side_above": "{name}: nine points in a row lie above the centre, {centre}. The level has risen.",
    "signal_one_side_below": "{name}: nine points in a row lie below the centre, {centre}. The level has fallen.",
    "signal_trend_above": "{name}: six points in a row went the same way, up to {rate}: a drift, as by wear.",
    "signal_trend_below": "{name}: six points in a row went the same way, down to {rate}: a drift.",
    "signal_alternating_above": "{name}: fourteen points went up and down by turns: two streams may be mixed.",
    "signal_alternating_below": "{name}: fourteen points went up and down by turns: two streams may be mixed.",
    "phase_model": "model {what}",
    "phase_thresholds": "thresholds {what}",
    "phase_camera": "camera moved, line {what}",
    "phases_began": "A new phase with limits of its own began: {list}.",
    "probability_empty": "No good routine can with a probability in this time.",
    "probability_explained": "The model's mean probability on cans that are good, by week. When it moves, the camera, "
    "the light or the cans look different to the model, whether or not more are bad.",
    # Pareto, yield, where
    "pareto_empty": "No defect in this time.",
    "pareto_compared": "Before {before}: {first:,} judged cans. From {after} on: {second:,}. Bars are per 1,000 cans, "
    "because the two differ in size.",
    "yield_empty": "No can was judged in this time.",
    "yield_explained": "Good of good and bad, with its interval at 95 %. Hollow: not enough cans to tell it from the "
    "whole, {whole:.1f} %.",
    "where_empty": "No bad can with a marked place in this time: places are marked where the model found a side bad or "
    "doubtful.",
    "where_explained": "{boxes:,} suspect places of bad cans, piled on the sides as they are photographed. A cluster "
    "points to its cause: on one seam, to a head; at one height, to a guide rail.",
    # corrected by checked cans
    "corrected_rate": "Corrected for misses and false alarms: {rate:.1f} % bad ({low:.1f} to {high:.1f} % at 95 %), as "
    "{bad} bad and {good} good checked cans show them: {tests} test cans and {blind} judged blind. Uncorrected "
    "{apparent:.1f} %.",
    "corrected_too_few": "Not corrected for misses and false alarms: {bad} bad and {good} good cans were checked in "
    "this time, {tests} test cans and {blind} judged blind, and it takes {least} of each.",
    "corrected_by_chance": "Not corrected: the model told checked bad cans from good ones no better than chance.",
    # the model as a gauge, speed
    "gauge_empty": "No person has looked at a can that the model judged, in this time. Reviews fill this chart.",
    "gauge_explained": "Cans that a person looked at: where they agreed with the model, and where they overturned it.",
    "gauge_bias": "People look mostly at doubtful and bad cans, so these shares are not the model's error rates.",
    "speed_empty": "No can in this time.",
    "speed_explained": "Cans an hour counts only hours in which a can was inspected. Times are means of the cans of "
    "which they were measured.",
    "download_data": "Data (CSV)",
}
"""A signal's code is made of "signal", the name of its rule and its side of the centre line."""
