"""Which IP addresses belong to the public internet, by IANA's registries of special-purpose addresses.

The table is our own because `ipaddress.is_global` means something else in each patch release of Python.
"""

from ipaddress import IPv4Address, IPv6Address, ip_network

Address = IPv4Address | IPv6Address

_SPECIAL_V4 = [
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
]
# Whatever lies outside of it is loopback, mapped, translated, local, multicast or not given out.
_GLOBAL_V6 = ip_network("2000::/3")
_SPECIAL_V6 = [
    ip_network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
# A network without IPv4 reaches every public IPv4 server through this prefix, so its inner address counts.
_NAT64 = ip_network("64:ff9b::/96")
# Answers to a server in a cloud, though one lies among the public addresses and some among the private ones.
_METADATA = {
    IPv4Address("100.100.100.200"),
    IPv4Address("168.63.129.16"),
    IPv6Address("fd00:ec2::254"),
    IPv6Address("fd20:ce::254"),
}
_PRIVATE = [
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
]


def is_public(address: Address) -> bool:
    """Whether this is an ordinary server of the public internet."""
    if address in _METADATA:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)


def is_private(address: Address) -> bool:
    """Whether this is a machine of one's own network, which an operator may allow by name."""
    return address not in _METADATA and any(address in network for network in _PRIVATE)
