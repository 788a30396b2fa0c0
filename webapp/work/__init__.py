"""What keeps durable work alive: leases, slots, scheduling, jobs, the sweeper, the embedded broker."""
