"""Importing files within the dashboard."""
