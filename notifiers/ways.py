"""All ways out behind one: a message goes by the way its recipient names, mail if it names none."""

from collections.abc import Mapping

from engine.ports import Delivery, Notifier


class Ways:
    """`mail` for addresses, the others by the scheme that recipients begin with."""

    def __init__(self, mail: Notifier, others: Mapping[str, Notifier]) -> None:
        self.mail, self.others, self.name = mail, others, mail.name

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Try once by that way."""
        way = next((self.others[one] for one in self.others if to[0].startswith(one)), self.mail)
        return await way.send(key, to, message)
