"""接收方: an administrator registers another system for an agency, changes it, and sends it a test."""

from collections.abc import Sequence

from engine.actions.tokens import token
from engine.actions.work import Work
from engine.errors import Fault, Forbidden, Invalid, NotFound
from engine.model.notice import Notice
from engine.model.receiver import Receiver
from engine.model.words import Audience, NoticeKind, Role
from engine.rules.receivers import address_faults, kind_faults, new_secret

TEST = "test"
LONGEST_NAME = 100


async def register_receiver(
    work: Work, *, name: str, agency: str, url: str, kinds: Sequence[str], plain: bool = False
) -> Receiver:
    """A new receiver; its secret is in the row and shown this once."""
    administrator(work)
    refuse(work, name=name, agency=agency, url=url, kinds=kinds, plain=plain)
    made = Receiver(
        name=name.strip(),
        agency=agency,
        url=url,
        kinds=list(dict.fromkeys(kinds)),
        secret=new_secret(),
        changed_at=work.now,
        created_at=work.now,
    )
    work.session.add(made)
    await work.session.flush()
    return made


async def change_receiver(
    work: Work,
    receiver_id: int,
    *,
    name: str,
    url: str,
    kinds: Sequence[str],
    active: bool,
    plain: bool = False,
) -> Receiver:
    """Change what it is called, where it is, what it hears of, or stop it; waiting messages go to the new address."""
    administrator(work)
    found = await locked(work, receiver_id)
    refuse(work, name=name, agency=found.agency, url=url, kinds=kinds, plain=plain)
    found.name, found.url, found.active = name.strip(), url, active
    found.kinds = list(dict.fromkeys(kinds))
    await work.session.flush()
    return found


async def change_secret(work: Work, receiver_id: int) -> Receiver:
    """A new secret; the old one signs beside it for a day, so that the other side can change over."""
    administrator(work)
    found = await locked(work, receiver_id)
    found.secret_before, found.secret, found.changed_at = found.secret, new_secret(), work.now
    await work.session.flush()
    return found


async def send_test(work: Work, receiver_id: int) -> Notice:
    """Put a message without an issue in the outbox for it."""
    administrator(work)
    found = await locked(work, receiver_id)
    facts = {"event": TEST, "at": work.now.isoformat(), "agency": found.agency, "receiver": found.name}
    notice = Notice(
        key=f"test-{found.id}-{token()}",
        kind=NoticeKind.EVENT,
        audience=Audience.RECEIVER,
        party=str(found.id),
        payload=facts,
        next_at=work.now,
        created_at=work.now,
    )
    work.session.add(notice)
    await work.session.flush()
    return notice


def administrator(work: Work) -> None:
    """Only administrators tie other systems to the house."""
    if work.by.role is not Role.ADMIN:
        raise Forbidden(f"{work.by.label} may not change receivers", why="role")


async def locked(work: Work, receiver_id: int) -> Receiver:
    """The receiver, so that nobody changes it meanwhile."""
    found = await work.session.get(Receiver, receiver_id, with_for_update=True)
    if found is None:
        raise NotFound(f"receiver {receiver_id} is not known")
    return found


def refuse(work: Work, *, name: str, agency: str, url: str, kinds: Sequence[str], plain: bool) -> None:
    """Refuse with every fault named."""
    faults = [*address_faults(url, plain=plain), *kind_faults(kinds)]
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        faults.append(Fault("name", "is empty or too long", f"up to {LONGEST_NAME} characters", "required"))
    if not work.rules.directory.has_agency(agency):
        faults.append(
            Fault("agency", f"{agency} is not in the directory", "name one of its agencies", "unknown_agency")
        )
    if faults:
        raise Invalid("the receiver is refused", faults=faults)
