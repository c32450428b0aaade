export const sort = (values) => values.sort((left, right) => left - right);
