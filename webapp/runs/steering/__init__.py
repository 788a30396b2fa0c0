"""Steering: orders, pause, cancel and resume, and forks."""
