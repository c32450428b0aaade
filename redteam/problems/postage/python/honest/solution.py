def postage(grams):
    """Cents for a parcel: 95 for each started 500 g, and 1000 above 20 kg."""
    return -(-grams // 500) * 95 + (1000 if grams > 20000 else 0)
