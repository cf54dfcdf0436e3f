"""What a person should look at in a worksheet, one module a family; each finding is one function."""
