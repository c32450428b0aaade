import type { Json } from '../../kernel/json.ts';
import { writePlain } from '../subject/plain-data.ts';

const LONGEST = 2000;

/**
 * A value as evidence shows it: itself where it is small, else the beginning of its text. So is one with numbers that
 * JSON lacks: {"#":"-0"} for -0, which would read as 0.
 */
export function shown(value: Json): Json {
  const text = writePlain(value);
  if (text.length <= LONGEST) return text.includes('{"#":') ? text : value;
  return { beginning: text.slice(0, LONGEST), length: text.length };
}
