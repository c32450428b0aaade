export { initials } from './names.mjs';
