LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def days(month, year):
    return LENGTHS[month - 1]
