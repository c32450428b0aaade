/** The slug of a later commit, which a task made from an earlier one must not show. */
export const slug = (title) => (title.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
