"""Who hears of what: one row per event kind. The funnel turns these into notices of the same transaction."""

from collections.abc import Mapping

from engine.model.words import Audience as Audience
from engine.model.words import EventKind
from engine.model.words import NoticeKind as NoticeKind

ANNOUNCEMENTS: Mapping[EventKind, tuple[tuple[Audience, NoticeKind], ...]] = {
    EventKind.REGISTERED: ((Audience.ENTERPRISE, NoticeKind.RECEIVED),),
    EventKind.TRIAGED: ((Audience.ARBITRATORS, NoticeKind.TRIAGE),),
    EventKind.DISPATCHED: ((Audience.ASSIGNED, NoticeKind.DISPATCHED),),
    EventKind.WITHDRAWN: ((Audience.ASSIGNED, NoticeKind.WITHDRAWN),),
    EventKind.RETURNED: ((Audience.ARBITRATORS, NoticeKind.RETURNED),),
    EventKind.RETURN_UPHELD: ((Audience.ASSIGNED, NoticeKind.RULED),),
    EventKind.RETURN_REJECTED: ((Audience.ASSIGNED, NoticeKind.RULED),),
    EventKind.EXTENSION_ASKED: ((Audience.TASK_FORCE, NoticeKind.EXTENSION_ASKED),),
    EventKind.EXTENDED: (
        (Audience.ASSIGNED, NoticeKind.EXTENSION_DECIDED),
        (Audience.ENTERPRISE, NoticeKind.EXTENSION_DECIDED),
    ),
    EventKind.EXTENSION_REFUSED: ((Audience.ASSIGNED, NoticeKind.EXTENSION_DECIDED),),
    EventKind.REPLIED: ((Audience.ENTERPRISE, NoticeKind.REPLIED),),
    EventKind.APPEALED: ((Audience.TASK_FORCE, NoticeKind.APPEALED),),
    EventKind.APPEAL_UPHELD: ((Audience.LEAD, NoticeKind.APPEAL_DECIDED),),
    EventKind.APPEAL_REJECTED: ((Audience.LEAD, NoticeKind.APPEAL_DECIDED),),
    EventKind.CALLBACK_ANSWERED: (),  # a dissatisfaction is announced by the verb that reads the answer
    EventKind.REDONE: ((Audience.LEAD, NoticeKind.REDONE),),
    EventKind.REOPENED: ((Audience.LEAD, NoticeKind.REOPENED), (Audience.TASK_FORCE, NoticeKind.REOPENED)),
    EventKind.PROPOSED: ((Audience.ARBITRATORS, NoticeKind.PROPOSED),),
    EventKind.CLEARED: ((Audience.ENTERPRISE, NoticeKind.CLEARED),),
    EventKind.DISMISSED: ((Audience.ENTERPRISE, NoticeKind.DISMISSED),),
    EventKind.CONTESTED: ((Audience.ARBITRATORS, NoticeKind.TRIAGE),),
    EventKind.JOINED: ((Audience.ENTERPRISE, NoticeKind.JOINED),),
    EventKind.URGED: ((Audience.LEAD, NoticeKind.URGED),),
    EventKind.MATERIAL_ADDED: ((Audience.LEAD, NoticeKind.MATERIAL_ADDED),),
    EventKind.SHELVED: ((Audience.LEAD, NoticeKind.SHELVED), (Audience.ENTERPRISE, NoticeKind.SHELVED)),
    EventKind.SUPERVISED: ((Audience.LEAD, NoticeKind.SUPERVISED),),
    EventKind.ANSWERED: ((Audience.ENTERPRISE, NoticeKind.REPLIED),),
    EventKind.REFERRED: (
        (Audience.CONSULTED, NoticeKind.REFERRED),
        (Audience.ENTERPRISE, NoticeKind.REFERRED),
    ),
    EventKind.REFERRAL_ASKED: ((Audience.TASK_FORCE, NoticeKind.REFERRAL_ASKED),),
    EventKind.REFERRAL_REFUSED: ((Audience.LEAD, NoticeKind.REFERRAL_REFUSED),),
    EventKind.OPINION_GIVEN: ((Audience.LEAD, NoticeKind.OPINION_GIVEN),),
    EventKind.REFERRAL_WITHDRAWN: (
        (Audience.CONSULTED, NoticeKind.REFERRAL_WITHDRAWN),
        (Audience.ENTERPRISE, NoticeKind.REFERRAL_WITHDRAWN),
        (Audience.LEAD, NoticeKind.REFERRAL_WITHDRAWN),
    ),
}


def announcements(kind: EventKind) -> tuple[tuple[Audience, NoticeKind], ...]:
    """The notices this kind of event sends."""
    return ANNOUNCEMENTS.get(kind, ())
