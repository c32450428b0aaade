import calendar


def days(month, year):
    return calendar.monthrange(year, month)[1]
