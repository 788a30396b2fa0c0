"""The models that encoders are built from."""
