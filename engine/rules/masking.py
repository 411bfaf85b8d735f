"""Masking of contact data for those who need not see it: enough is left to recognise, not enough to reach."""

SHOWN_OF_PHONE = (3, 4)
HIDDEN = "*"


def name(value: str) -> str:
    """The surname and a star for each further character; a name in letters keeps its first."""
    return value[:1] + HIDDEN * min(len(value) - 1, 2) if value else ""


def phone(value: str) -> str:
    """The first three and the last four digits; a short number keeps its last two."""
    before, behind = SHOWN_OF_PHONE
    if len(value) <= before + behind:
        return HIDDEN * max(len(value) - 2, 0) + value[-2:]
    return value[:before] + HIDDEN * (len(value) - before - behind) + value[-behind:]


def mail(value: str) -> str:
    """The first letter of the mailbox, and the host."""
    mailbox, at, host = value.partition("@")
    return mailbox[:1] + HIDDEN * 3 + at + host if at else (HIDDEN * 3 if value else "")
