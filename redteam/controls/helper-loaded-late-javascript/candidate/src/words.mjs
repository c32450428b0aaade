export const words = (title) => title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
