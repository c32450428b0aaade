const compare = new Function('left', 'right', 'return left < right ? -1 : left > right ? 1 : 0');

export const sort = (values) => values.toSorted(compare);
