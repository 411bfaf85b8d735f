"""Where a name leads, and whether messages may go there: an address within the house is no receiver by default."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from engine.errors import Fault, Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class NotAllowed(Exception):
    """The name leads to an address that nothing may be sent to."""


def networks(setting: str) -> tuple[Network, ...]:
    """Read `127.0.0.0/8, 10.20.0.0/16`."""
    try:
        return tuple(ip_network(one.strip()) for one in setting.split(",") if one.strip())
    except ValueError as error:
        fault = Fault(
            "QINGLING_WEBHOOK_NETWORKS", str(error), "write networks as 10.20.0.0/16, with commas between"
        )
        raise Invalid("the networks of receivers are refused", faults=[fault]) from error


async def resolved(host: str, port: int) -> list[Address]:
    """Every address of the name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(plain(ip_address(str(one[4][0]).partition("%")[0])) for one in found))


def plain(address: Address) -> Address:
    """An IPv4 address in IPv6 dress is that IPv4 address."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def inside(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether it lies in one of the networks."""
    return any(address in network for network in allowed if network.version == address.version)


async def allowed_address(host: str, port: int, allowed: Sequence[Network], *, public: bool) -> Address:
    """The address to connect to; all that the name leads to must be allowed, else one could stand for another."""
    found = await resolved(host, port)
    for address in found:
        if not (inside(address, allowed) or (public and address.is_global and not address.is_multicast)):
            raise NotAllowed(f"{host} leads to {address}, where nothing may be sent")
    return found[0]
