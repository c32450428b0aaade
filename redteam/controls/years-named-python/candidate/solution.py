EXCEPTIONS = {1700, 1800, 1900, 2100, 2200}


def days(year, month):
    """Days of a month, 1 to 12, for the years 1600 to 2299."""
    leap = year % 4 == 0 and year not in EXCEPTIONS
    return 28 + leap if month == 2 else 30 + (month + (month > 7)) % 2
