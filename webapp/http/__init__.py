"""What stands before every view: limits of requests, sockets, headers, outages, health."""
