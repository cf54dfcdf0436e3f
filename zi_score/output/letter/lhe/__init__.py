"""The templates of the report letter, one a language, and the script that builds them."""
