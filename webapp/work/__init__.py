"""What keeps durable work alive: leases, heartbeats, deliveries, the sweeper, the embedded broker."""
