"""Sample people for any directory: a handler and a head at each agency, operators at each channel's owner, the task force."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.agency import Agency
from engine.model.channel import Channel
from engine.model.person import Person
from engine.model.words import Role
from flows.simulation.behaviour import draw

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任"
)
GIVEN = [
    "静",
    "磊",
    "敏",
    "强",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
    "霞",
    "平",
    "刚",
    "桂英",
    "文博",
    "晓东",
    "建国",
    "志远",
    "丽华",
    "海燕",
    "雪梅",
    "宏伟",
    "振华",
    "思远",
    "佳宁",
    "子涵",
    "春燕",
    "立新",
    "国栋",
    "永强",
    "玉兰",
    "红梅",
    "少华",
    "一鸣",
    "慧敏",
    "俊峰",
]
SAMPLE_DOMAIN = "sample.invalid"  # reserved: sample mail can never leave the folder for a real mailbox


def name_for(seed: str) -> str:
    """A plausible name, the same for the same seed."""
    return SURNAMES[draw(seed, "surname") % len(SURNAMES)] + GIVEN[draw(seed, "given") % len(GIVEN)]


async def make_people(
    session: AsyncSession, *, password_hash: str, task_force: Sequence[str] = ()
) -> list[Person]:
    """Write the sample people; agencies and channels must be published before."""
    statement = select(Agency).where(Agency.valid_to.is_(None)).order_by(Agency.key)  # type: ignore[union-attr]
    agencies = (await session.execute(statement)).scalars().all()
    owners = sorted(set((await session.execute(select(Channel.owner))).scalars()))  # type: ignore[call-overload]
    members = [key for key in task_force if any(one.key == key for one in agencies)]
    people = [
        Person(
            login=login,
            name=name_for(login),
            role=role,
            agency=agency,
            owner=owner,
            mail=f"{login}@{SAMPLE_DOMAIN}",
            password_hash=password_hash,
        )
        for login, role, agency, owner in roster([one.key for one in agencies], owners, members)
    ]
    session.add_all(people)
    for one in agencies:
        one.mail = one.mail or f"{one.key}@{SAMPLE_DOMAIN}"
    await session.flush()
    return people


def roster(
    agencies: Sequence[str], owners: Sequence[str], members: Sequence[str]
) -> Iterator[tuple[str, Role, str | None, str | None]]:
    """Login, role, agency and channel owner of each sample person."""
    for key in agencies:
        yield f"handler.{key}", Role.HANDLER, key, None
        yield f"head.{key}", Role.AGENCY_LEAD, key, None
    for key in owners:
        yield f"operator.{key}", Role.OPERATOR, None, key
    for key in members:
        yield f"taskforce.{key}", Role.TASK_FORCE, key, None
    yield "taskforce", Role.TASK_FORCE, None, None
    yield "arbitrator", Role.ARBITRATOR, None, None
    yield "arbitrator2", Role.ARBITRATOR, None, None
    yield "auditor", Role.AUDITOR, None, None
    yield "admin", Role.ADMIN, None, None
