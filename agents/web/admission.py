"""Who is let out: the addresses of a target, each of them checked."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from agents.messages import message as _
from agents.web.addresses import is_private, is_public
from agents.web.deadline import Deadline
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.hosts import USUAL_PORTS, PrivateHosts
from agents.web.resolver import Resolve, look_up
from agents.web.targets import Target

_UNKNOWN = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True, slots=True)
class Admission:
    """Decides which addresses may be connected to for a target."""

    private_hosts: PrivateHosts
    resolve: Resolve

    def addresses(self, target: Target, deadline: Deadline) -> list[str]:
        """The only addresses to use; raises FetchRefused, FetchFailed and TimeoutError.

        One address that is not allowed refuses them all: who answers with a good and a bad one is testing us.
        """
        is_named = self.private_hosts.allow(target.host, target.port)
        if not is_named and target.port not in USUAL_PORTS:
            ports = ", ".join(str(port) for port in sorted(USUAL_PORTS))
            raise FetchRefused(
                _(
                    "%(server)s has a port other than %(ports)s, which is used only where an operator "
                    "allows host and port by name.",
                    server=target.shown,
                    ports=ports,
                )
            )
        addresses = [ip_address(text) for text in self._look_up(target, deadline)]
        if not all(is_public(address) or (is_named and is_private(address)) for address in addresses):
            raise FetchRefused(
                _("%(server)s is not on the public internet, so it is not fetched.", server=target.shown)
            )
        return [str(address) for address in addresses]

    def _look_up(self, target: Target, deadline: Deadline) -> list[str]:
        with suppress(ValueError):
            return [str(ip_address(target.host))]
        try:
            found = look_up(self.resolve, target.host, deadline)
        except TimeoutError:
            raise
        except OSError as error:
            if isinstance(error, socket.gaierror) and error.errno in _UNKNOWN:
                raise _unknown(target) from error
            raise FetchFailed(
                _("%(server)s cannot be looked up at the moment: try again later.", server=target.shown),
                retryable=True,
            ) from error
        if not found:
            raise _unknown(target)
        return list(found)


def _unknown(target: Target) -> FetchFailed:
    return FetchFailed(
        _("%(server)s has no address: check the spelling.", server=target.shown), retryable=False
    )
