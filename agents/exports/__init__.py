"""Trajectories in the forms that other programs read: traces to look at, conversations to train on."""
