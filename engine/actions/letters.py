"""Letters about what is already there: answers to our mails, mails that came back, and letters nobody can take."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.remark import add_material
from engine.actions.work import Work
from engine.database import driver
from engine.mail import message_name
from engine.model.notice import Notice
from engine.model.words import Audience, NoticeKind
from engine.store import issues, letters, mail_stops, weekly
from engine.store.letters import Sent


async def answered(session: AsyncSession, mail: str, names: Collection[str]) -> Sent | None:
    """What a letter from that address answers: only who had the very message can name it."""
    if not mail or not names:
        return None
    sent = await letters.sent_to(session, mail)
    return next((one for one in sent if message_name(one.key, one.follow_code) in names), None)


async def add_answer(work: Work, issue_id: int, *, text: str, letter: str) -> tuple[str, bool]:
    """The letter becomes material on the issue, as if added by the follow code: its reference, and whether it is new."""
    issue = await issues.locked(work.session, issue_id)
    new = not await letters.added(work.session, issue_id, letter, text)
    if new:
        await add_material(work, issue_id, text=text, letter=letter)
    return issue.reference, new


async def came_back(
    session: AsyncSession, mail: str, names: Collection[str], *, detail: str, now: datetime
) -> bool:
    """No more mail to an address that is not there; false if we never wrote to it, or nobody proves that we did."""
    if await answered(session, mail, names) is None:
        return False
    await mail_stops.bounced(await driver(await session.connection()), mail, now=now, detail=detail)
    return True


async def refuse(
    session: AsyncSession, mail: str, *, subject: str, why: str, day: date, now: datetime
) -> bool:
    """Tell who wrote what is missing; one address is told once a day, so that no two machines talk for ever."""
    told = hashlib.sha256(mail.lower().encode()).hexdigest()[:16]
    key = f"letter-refused-{day.isoformat()}-{told}"
    if await weekly.announced(session, key):
        return False
    session.add(
        Notice(
            key=key,
            kind=NoticeKind.LETTER_REFUSED,
            audience=Audience.SENDER,
            party=mail,
            payload={"title": subject, "data": {"why": why}},
            next_at=now,
            created_at=now,
        )
    )
    await session.flush()
    return True
