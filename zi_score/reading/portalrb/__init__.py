"""Answers of the ministry's PortalRB."""
