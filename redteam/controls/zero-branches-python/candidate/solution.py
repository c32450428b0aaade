def postage(grams):
    return -(-grams // 500) * 95 + (grams > 20000) * 1000
