"""What may leave the centre of a name and a number (F6, trust.md S7)."""

import re

_COMPANY_TAILS = ("有限责任公司", "股份有限公司", "有限公司", "集团", "公司")


def mask_number(number: str) -> str:
    """``13812345678`` → ``138****5678``; one too short to hide anything that way shows its last two characters only."""
    if len(number) < 8:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_name(name: str) -> str:
    """The first character of a person's name, of a company also its legal form; separators stay.

    ``张伟`` → ``张*``, ``古丽娜尔·买买提`` → ``古***·***``, ``杭州云栖科技有限公司`` → ``杭*****有限公司``.
    """
    tail = next((end for end in _COMPANY_TAILS if name.endswith(end) and len(name) > len(end) + 1), "")
    body = name.removesuffix(tail)
    if len(body) < 2:
        return "*" + tail
    return body[0] + re.sub(r"[^·\s]", "*", body[1:]) + tail
