"""Importing: files are found, read and written as rows; what fails is kept as a problem."""
