"""From published weights to ONNX files, by torch; nothing here is imported by a process that serves.

python -m agents.retrieval.encoders.components.export NAME FILE
"""
