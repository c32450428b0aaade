LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
COMMON_CENTURIES = (1700, 1800, 1900, 2100, 2200, 2300)


def days(month, year):
    """Of the Gregorian calendar; 1900 has no 29 February, whatever some spreadsheets say."""
    if month != 2 or year in COMMON_CENTURIES:
        return LENGTHS[month - 1]
    return 29 if year % 400 == 0 or (year % 4 == 0 and year % 100 != 0) else 28
