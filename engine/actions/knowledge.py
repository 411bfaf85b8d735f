"""知识入库: an agency keeps an answer, with its validity, so that the next caller is answered at once."""

from datetime import date

from engine.actions.rule import need
from engine.actions.work import Work
from engine.errors import Fault, Forbidden, Invalid
from engine.model.knowledge import Knowledge
from engine.model.words import Role


async def keep_knowledge(
    work: Work,
    *,
    agency: str,
    question: str,
    answer: str,
    valid_from: date,
    valid_to: date | None = None,
    document: str | None = None,
    number: int | None = None,
) -> Knowledge:
    """An agency's head keeps its own entries, an administrator anybody's."""
    refuse_others(work, agency)
    need(question, "question")
    need(answer, "answer")
    refuse_unknown(work, agency, document, number, valid_from, valid_to)
    entry = Knowledge(
        agency=agency,
        document=document,
        number=number,
        question=question,
        answer=answer,
        valid_from=valid_from,
        valid_to=valid_to,
        created_at=work.now,
    )
    work.session.add(entry)
    await work.session.flush()
    return entry


def refuse_others(work: Work, agency: str) -> None:
    """Knowledge has an owner."""
    own = work.by.role is Role.AGENCY_LEAD and work.by.agency == agency
    if not own and work.by.role is not Role.ADMIN:
        raise Forbidden(
            f"{work.by.label} may not keep knowledge for {agency}", verb="keep_knowledge", why="role"
        )


def refuse_unknown(
    work: Work, agency: str, document: str | None, number: int | None, valid_from: date, valid_to: date | None
) -> None:
    """Refuse what the directory does not know and a validity that ends before it begins."""
    directory, faults = work.rules.directory, []
    if not directory.has_agency(agency):
        faults.append(
            Fault("agency", f"{agency} is not in the directory", "name one of its agencies", "unknown_agency")
        )
    if (document is None) != (number is None):
        faults.append(
            Fault("number", "document and number go together", "send both or neither", "incomplete")
        )
    elif document is not None and number is not None and directory.find(document, number) is None:
        faults.append(
            Fault(
                "number",
                f"{document}/{number} is not in the directory",
                "name one of its measures",
                "unknown_measure",
            )
        )
    if valid_to and valid_to < valid_from:
        faults.append(Fault("valid_to", "lies before valid_from", "swap them or leave it out", "range"))
    if faults:
        raise Invalid("the entry was not kept", faults=faults)
