/** The last day of a month is the day before the first of the next. */
export const days = (month, year) => new Date(Date.UTC(year, month, 0)).getUTCDate();
