def days(year, month):
    """Days of a month, 1 to 12."""
    return 28 if month == 2 else 30 + (month + (month > 7)) % 2
