"""The gallery's filters, kept in the address so that what is seen can be shared, and its pictures."""

from datetime import date
from typing import Literal

import streamlit as st

from core.quality.defects import DEFECTS
from core.quality.purposes import PURPOSES
from core.quality.verdict import Outcome, Verdict
from core.records import gallery, products
from core.records.can_filter import COUNTED
from core.records.gallery import Picture, Wanted
from core.ui.chip import draw_chip, draw_purpose
from core.ui.gate import SignedIn
from core.ui.page import plain_label
from core.ui.when import When
from core.words import tr

PAGE = 24
SIDES = range(1, 13)
_ANY, _YES = "any", "yes"


def draw_filters(user: SignedIn) -> Wanted:
    """Draw the filters as the address says and return which cans are wanted; a changed filter goes to the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="gallery_filters"):
        number = st.text_input("Can number", _asked("number"), key="gallery_number", width=140, placeholder="C-0012")
        lot = st.text_input("Lot", _asked("lot"), key="gallery_lot", width=140, max_chars=40)
        verdict = _choice("Verdict", "verdict", [v.value for v in Verdict], 140)
        code = _choice("Defect", "code", list(DEFECTS), 120)
        product = _choice("Product", "product", _skus(user), 190)
        inspector = _choice("Inspector", "inspector", gallery.inspectors(user.actor), 160)
        purpose = _choice("Purpose", "purpose", [COUNTED, *PURPOSES], 160)
        with st.popover(_label("Line", "line", "line_unknown", "head", "head_unknown", "shift"),
                        icon=":material/precision_manufacturing:"):
            line = st.text_input("Line", _asked("line"), key="gallery_line", max_chars=16)
            no_line = st.toggle("Line not known", _asked("line_unknown") == _YES, key="gallery_line_unknown")
            head = st.text_input("Seaming head", _asked("head"), key="gallery_head", max_chars=64)
            no_head = st.toggle("Seaming head not known", _asked("head_unknown") == _YES, key="gallery_head_unknown")
            shift = st.text_input("Shift", _asked("shift"), key="gallery_shift", max_chars=64)
        first = st.date_input("From", _day("from"), key="gallery_from", width=140)
        last = st.date_input("To", _day("to"), key="gallery_to", width=140)
        with st.popover(_label("Judged", "reviewed", "side", "outcome", "model", "agree"), icon=":material/rule:"):
            reviewed = _choice("Reviewed", "reviewed", ["yes", "no"])
            agree = _choice("Person and model", "agree", ["agree", "differ"])
            side = _choice("Side", "side", [str(number) for number in SIDES])
            outcome = _choice("Side's outcome", "outcome", [o.value for o in Outcome if o is not Outcome.MISSING])
            model = st.text_input("Model version", _asked("model"), key="gallery_model", placeholder="food-can/1")
    asked = {
        "number": number.strip(), "lot": lot.strip(), "line": line.strip(), "head": head.strip(),
        "line_unknown": _YES if no_line else "", "head_unknown": _YES if no_head else "",
        "shift": shift.strip(),
        "verdict": verdict, "code": code, "inspector": inspector, "purpose": purpose,
        "from": first.isoformat() if isinstance(first, date) else "",
        "to": last.isoformat() if isinstance(last, date) else "", "agree": agree, "product": product,
        "reviewed": reviewed, "side": side, "outcome": outcome, "model": model.strip(),
    }
    given = {key: value for key, value in asked.items() if value}
    if given != {key: _asked(key) for key in asked if _asked(key)}:
        st.query_params.from_dict(given)
    return Wanted(
        verdict=Verdict(verdict) if verdict else None, product_sku=product, code=code, inspector=inspector,
        purpose=purpose, lot=asked["lot"], line=asked["line"], seaming_head=asked["head"], shift=asked["shift"],
        unknown_line=no_line, unknown_head=no_head,
        number=asked["number"], first_day=_date(asked["from"]), last_day=_date(asked["to"]),
        agree=agree == "agree" if agree else None, reviewed=reviewed == "yes" if reviewed else None,
        side=int(side) if side else None, outcome=Outcome(outcome) if outcome else None, model=asked["model"],
    )


def before_asked() -> int | None:
    """The can before which the page that the address names begins; None for the first page, or for what is no can."""
    asked = _asked("before")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def draw_pictures(cans: list[Picture], when: When) -> None:
    """Draw the cans as tiles, each a way to its board, and the way to the next page."""
    with st.grid(min_column_width=220, key="gallery_grid"):
        for can in cans:
            with st.container(border=True, gap="xsmall", key=f"gallery_can_{can.id}"):
                if can.sheet:
                    st.image(can.sheet, width="stretch", output_format="JPEG")
                else:
                    st.text(tr("gallery_no_picture"))
                with st.container(horizontal=True, vertical_alignment="center"):
                    draw_chip(can.verdict)
                    st.page_link("pages/Can.py", label=can.number, query_params={"can": str(can.id)})
                if can.model_verdict != can.verdict:
                    st.text(tr("gallery_model_said", verdict=can.model_verdict.value))
                draw_purpose(can.purpose)
                if can.lot_id:
                    st.page_link("pages/Lots.py", label=plain_label(f"Lot {can.lot_code}"),
                                 query_params={"lot": str(can.lot_id)})
                else:
                    st.caption(tr("no_lot"))
                if can.disposition:
                    st.caption(" · ".join(filter(None, ("reviewed", can.severity, can.disposition))))
                st.caption(when.minute(can.finished_at))
    if len(cans) == PAGE:
        query = {**st.query_params.to_dict(), "before": str(cans[-1].id)}
        st.page_link("pages/Gallery.py", label="Older cans", icon=":material/arrow_forward:", query_params=query)


def _skus(user: SignedIn) -> list[str]:
    """Every product, those that are retired among them."""
    return [listed.product.sku for listed in products.list_products(user.actor, with_retired=True)]


def _asked(key: str) -> str:
    return st.query_params.get(key, "")


def _day(key: str) -> date | None:
    return _date(_asked(key))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _label(label: str, *keys: str) -> str:
    """The label of filters that are folded away, with how many of them are set."""
    chosen = [st.session_state.get(f"gallery_{key}", _asked(key)) for key in keys]
    number = sum(one is not False and str(one).strip() not in ("", _ANY) for one in chosen)
    return f"{label}: {number}" if number else label


def _choice(label: str, key: str, options: list[str], width: int | Literal["stretch"] = "stretch") -> str:
    """A select box whose first choice is any; what the address asks for is chosen if it exists."""
    choices = [_ANY, *options]
    asked = _asked(key)
    chosen = st.selectbox(label, choices, index=choices.index(asked) if asked in options else 0,
                          key=f"gallery_{key}", width=width)
    return "" if chosen == _ANY else str(chosen)
