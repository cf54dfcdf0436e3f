"""A regulation as data, loaded and checked whole."""
