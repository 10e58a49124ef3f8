"""A handful of invented GP practices, as the bytes of a file in the national form.

Column numbers as in the NHS practice file: code 1, name 2, address 5 to 9, postcode 10, opened 11,
closed 12, status 13, telephone 18, prescribing setting 26. Nothing here is a real practice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

COLUMNS = 27
INVENTED: tuple[Mapping[int, str], ...] = tuple(
    {
        0: code,
        1: name,
        4: street,
        5: "NORTHGATE",
        9: postcode,
        10: "19740401",
        11: closed,
        12: status,
        17: phone,
        25: setting,
    }
    for code, name, street, postcode, closed, status, phone, setting in (
        ("Q99001", "RIVERSIDE SURGERY", "1 RIVER ROAD", "QQ1 1AA", "", "A", "01632960201", "4"),
        ("Q99002", "HILLTOP MEDICAL CENTRE", "8 HILL TOP", "QQ2 2BB", "", "A", "01632960202", "4"),
        ("Q99003", "RIVER STREET PRACTICE", "30 RIVER STREET", "QQ1 3DD", "20190331", "C",
         "01632960203", "4"),
        ("Q99004", "THE MEADOWS SURGERY", "2 MEADOW LANE", "QQ3 4EE", "", "A", "01632960204", "4"),
        ("Q99005", "NORTHGATE WALK-IN CENTRE", "5 STATION ROAD", "QQ1 5FF", "", "A",
         "01632960205", "1"),
        ("Q99006", "DR LINDQVIST AND PARTNERS", "11 CHAPEL STREET", "QQ4 6GG", "", "A",
         "01632960206", "4"),
    )
)  # fmt: skip
RIVERSIDE = "Q99001"


def practice_file() -> bytes:
    """The file, one practice a row, every row with all its columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for cells in INVENTED:
        writer.writerow([cells.get(column, "") for column in range(COLUMNS)])
    return out.getvalue().encode("ascii")
