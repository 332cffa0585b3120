"""Line drawings, as SVG text: how to hold a can for each side, and what each defect looks like."""

from core.quality.sides import Product, Side

_INK, _ACCENT, _STEEL, _SHADE = "#5f7480", "#1f9aa3", "#dfe6ea", "#b9c5cc"


def _svg(body: str, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'fill="none" stroke="{_INK}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )


def side_picture(side: Side, product: Product) -> str:
    """Draw how this side should lie in the frame: a round can's wall with the clock of its place, a club can's long
    side or corner, or the lid from above."""
    club = {"corner", "side"} & {other.group for other in product.sides}
    if side.group == "lid":
        body = _club_lid() if club else _lid()
    else:
        body = _club_wall(side.group == "corner") if club else _wall(side.number)
    return _svg(body, 240, 150)


def _club_lid() -> str:
    return (
        f'<rect x="20" y="25" width="200" height="100" rx="34" fill="{_STEEL}"/><rect x="34" y="37" width="172" '
        f'height="76" rx="24"/><ellipse cx="72" cy="75" rx="26" ry="17" stroke="{_ACCENT}" stroke-width="5"/>'
        f'<path d="M98 75h18M136 60h52M136 74h52M136 88h34" stroke="{_SHADE}"/>'
    )


def _club_wall(corner: bool) -> str:
    ribs = "".join(f'<path d="M{x} 62v48" stroke="{_SHADE}"/>' for x in range(28, 226, 18))
    bend = f'<path d="M150 48q10 40 0 76" stroke="{_ACCENT}" stroke-width="4"/>' if corner else ""
    return (
        f'<path d="M14 44h212v72q-106 14-212 0z" fill="{_STEEL}"/>{ribs}{bend}'
        f'<path d="M8 40q112-12 224 0v10q-112-10-224 0z" fill="{_STEEL}"/>'
    )


def _lid() -> str:
    rings = "".join(f'<circle cx="120" cy="75" r="{r}"/>' for r in (52, 34))
    return f'<circle cx="120" cy="75" r="62" fill="{_STEEL}"/>{rings}<path d="M104 62h32M104 74h32M104 86h20"/>'


def _wall(number: int) -> str:
    ribs = "".join(f'<path d="M74 {y}q46 7 92 0" stroke="{_SHADE}"/>' for y in (58, 72, 86, 100, 114))
    angle = {1: -60, 2: 0, 3: 60, 5: -120, 6: 180, 7: 120}.get(number, 0)
    return (
        f'<path d="M74 36v90q46 14 92 0V36" fill="{_STEEL}"/>{ribs}'
        f'<ellipse cx="120" cy="36" rx="46" ry="12" fill="{_STEEL}"/>'
        f'<g transform="translate(205 40)"><circle r="20"/>'
        f'<path d="M0 0V-14" transform="rotate({angle})" stroke="{_ACCENT}" stroke-width="4"/></g>'
    )


def defect_picture(code: str) -> str:
    """Draw one defect of the table on the outline of a can; KeyError for a code that is not in the table."""
    lid, mark = _DEFECT_MARKS[code]
    outline = _CAN_FROM_ABOVE if lid else _CAN_FROM_THE_SIDE
    return _svg(f'{outline}<g stroke="{_BAD}">{mark}</g>', 120, 80)


_BAD = "#d55e00"
_CAN_FROM_THE_SIDE = (
    f'<path d="M24 18h72v46q-36 8-72 0z" fill="{_STEEL}"/><path d="M20 18h80" stroke-width="5"/>'
    f'<path d="M24 64q36 8 72 0" stroke-width="3"/>'
)
_CAN_FROM_ABOVE = (
    f'<rect x="14" y="12" width="92" height="56" rx="18" fill="{_STEEL}"/><rect x="22" y="19" width="76" height="42" '
    f'rx="13"/><path d="M34 40a8 8 0 1 0 16 0a8 8 0 1 0-16 0M50 40h6" stroke="{_SHADE}"/>'
)
_FILLED = f'fill="{_BAD}"'

# For each code: whether it is drawn on the lid, and the mark.
_DEFECT_MARKS: dict[str, tuple[bool, str]] = {
    "SWL": (False, '<path d="M24 17q36-26 72 0M60 14V2M54 7l6-6 6 6"/>'),
    "LEK": (False, f'<path d="M58 40q-8 12 0 16q8-4 0-16z" {_FILLED}/><path d="M46 70q14 8 32 0"/>'),
    "PUN": (False, f'<circle cx="60" cy="42" r="5" {_FILLED}/><path d="M60 33v-6M69 42h6M60 51v6M51 42h-6"/>'),
    "SMF": (False, '<path d="M46 18l7 13 7-13" stroke-width="4"/>'),
    "SCF": (True, '<path d="M30 22l6 8-5 5 8 8"/>'),
    "TYP": (True, '<path d="M30 22l60 36M90 22l-60 36" stroke-width="4"/>'),
    "CRU": (False, '<path d="M24 24l18 12-12 12 16 14M96 24l-18 12 12 12-16 14" stroke-width="3"/>'),
    "SMD": (False, '<path d="M44 18q12 16 28 0" stroke-width="5"/>'),
    "BKL": (True, '<path d="M34 52l18-16 12 10 24-20" stroke-width="3"/>'),
    "DNS": (False, '<path d="M42 34l18 12 20-10M60 46l-4 12" stroke-width="3"/>'),
    "RPT": (False, "".join(f'<circle cx="{x}" cy="{y}" r="3" {_FILLED}/>' for x, y in
                           ((46, 34), (56, 48), (70, 36), (80, 52), (38, 54)))),
    "TAB": (True, '<circle cx="42" cy="40" r="12" stroke-dasharray="4 5" stroke-width="3"/>'),
    "SCL": (True, '<rect x="22" y="19" width="76" height="42" rx="13" stroke-dasharray="16 12" stroke-width="3"/>'),
    "CUT": (False, '<path d="M36 14l48 9M40 28l30 6" stroke-width="3"/>'),
    "COD": (True, '<rect x="60" y="32" width="32" height="16" stroke-dasharray="4 4"/>'),
    "DNT": (False, '<path d="M44 40q16 20 32 0M48 36q12 14 24 0"/>'),
    "RST": (False, f'<path d="M40 34q10-8 18 2t14 10q-6 10-18 6t-14-18z" {_FILLED} fill-opacity="0.35"/>'),
    "PNL": (False, '<path d="M38 24q8 20 0 38M60 24q-8 20 0 40M82 24q-8 20 0 38"/>'),
    "CIL": (True, '<path d="M62 36h6M74 35l5 2M86 36h4M62 45h3M70 44l8 2M84 45h6" stroke-width="3"/>'),
    "LBL": (False, '<path d="M34 30h52v24h-22l-6-8-6 8h-18z"/>'),
    "COT": (False, '<path d="M36 54l24-24M46 58l28-28M58 58l20-20"/>'),
    "DRT": (False, f'<circle cx="48" cy="44" r="7" {_FILLED} fill-opacity="0.4"/>'
                   f'<circle cx="72" cy="52" r="4" {_FILLED} fill-opacity="0.4"/>'),
    "UNK": (False, '<path d="M52 34q0-9 9-9t9 9q0 6-9 11v4M61 57v1" stroke-width="4"/>'),
}
