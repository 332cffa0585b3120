"""The plant, its lines and shifts, and what is worked on."""

ENGLISH: dict[str, str] = {
    "times_in_zone": "Times are the plant's: {zone}.",
    "plant_now": "At the plant it is {now} ({zone}), production day {day}.",
    "plant_shift_now": "The shift {name} works until {until}.",
    "plant_day_hint": "A night shift belongs to the production day on which it began: set this to the start of the "
    "first shift of the day.",
    "plant_from_now_on": "Cans that are recorded keep their production day; a change holds for the cans to come.",
    "plant_kept": "The plant's time is set.",
    "plant_photographs": "Photographs of bad, review, sample and complaint cans, and of any can that a person judged, "
    "stay for ever as they came. Those of cans that the model alone called good may be re-encoded, smaller, to make "
    "room: the hash of each original stays on record, the original does not. python -m core room does it.",
    "plant_photographs_kept": "Photographs of good cans may be re-encoded {days} days after their can.",
    "plant_photographs_as_they_came": "Every photograph is kept as it came.",
    "plant_no_lines": "No line yet: add one, and inspectors say on which line and seaming head a can was closed.",
    "plant_no_shifts": "No shift yet: add one, and inspectors are asked anew at each change of shift.",
    "plant_line_hint": "Short, because it stands in the numbers of its cans: line 2 makes L2-0001.",
    "plant_heads_hint": "They are named 1, 2, 3 and so on; others are added to the line by name.",
    "plant_line_added": "Line {name} is offered for inspection.",
    "plant_line_retired": "Line {name} is retired: it is offered no more. What is recorded of it stays.",
    "plant_line_back": "Line {name} is offered again.",
    "plant_head_added": "Seaming head {head} of line {name} is offered.",
    "plant_head_retired": "Seaming head {head} of line {name} is offered no more. What is recorded of it stays.",
    "plant_head_back": "Seaming head {head} of line {name} is offered again.",
    "plant_shift_hint": "A shift that ends before it starts ends on the next day.",
    "plant_shift_added": "The shift {name} is offered.",
    "plant_shift_kept": "The shift {name} has its new times.",
    "plant_shift_retired": "The shift {name} is offered no more. What is recorded of it stays.",
    "plant_shift_back": "The shift {name} is offered again.",
    "work_first": "Before the first can: say what is inspected here. It is kept until the shift ends.",
    "work_shift_over": "The shift ended at {at}. Say who works now before the next can.",
    "work_not_offered": "Something that was chosen here is offered no more. Choose anew before the next can.",
    "work_asked_after": "Finish this can; what is inspected is asked before the next one.",
    "work_incomplete": "Choose the line and the shift, or say that there is none.",
}
