def is_square(value):
    return value % 4 < 2
