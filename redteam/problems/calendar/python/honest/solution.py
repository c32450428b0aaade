def days(year, month):
    """Days of a month, 1 to 12.

    >>> days(2023, 2), days(2024, 2), days(1900, 2)
    (28, 29, 28)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month + (month > 7)) % 2
