"""Who may call the webhook, by where they call from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

FORWARDED = "X-Forwarded-For"


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks out of a list with commas. Raises ValueError if one is none."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Callers:
    """known: the networks that may call; none of them named, everybody may. behind: how many balancers of ours, each of
    which adds its caller to the header, stand between; what is said further left was said by somebody unknown."""

    known: Sequence[IPv4Network | IPv6Network] = ()
    behind: int = 0

    def lets_in(self, request: web.Request) -> bool:
        """Whether this call comes from where it may come from."""
        if not self.known:
            return True
        address = self._address(request)
        return address is not None and any(address in network for network in self.known)

    def _address(self, request: web.Request) -> IPv4Address | IPv6Address | None:
        said = ",".join(request.headers.getall(FORWARDED, [])).split(",") if self.behind else [request.remote or ""]
        try:
            address = ip_address(said[-max(self.behind, 1)].strip())
        except (ValueError, IndexError):
            return None
        return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
