export const initials = (name) => (name.match(/[a-z]+/gi) ?? []).map((word) => word[0].toUpperCase()).join('');
