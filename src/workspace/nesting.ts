/** Native parsers recurse, and end the whole process when the stack does: about 10,000 levels on a stack of 8 MiB. */
const DEEPEST = 1500;

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * Whether a text may nest so deep that a native parser must not see it: brackets of any kind, type arguments, and arrow
 * functions that return arrow functions. Strings and comments are counted like code: nobody writes 1,500 brackets that
 * are never closed into one.
 */
export function nestsTooDeep(text: string): boolean {
  let [brackets, angles, arrows] = [0, 0, 0];
  let before = '';
  for (const character of text) {
    if (OPENING.has(character)) brackets += 1;
    else if (CLOSING.has(character)) brackets = Math.max(0, brackets - 1);
    else if (character === '<') angles += 1;
    else if (character === '>' && before === '=') arrows += 1;
    else if (character === '>') angles = Math.max(0, angles - 1);
    // A statement's end is the end of what can nest without a bracket.
    if (character === ';' || character === '}') [angles, arrows] = [0, 0];
    if (character === ',' || character === ')') arrows = 0;
    if (brackets > DEEPEST || angles > DEEPEST || arrows > DEEPEST) return true;
    before = character;
  }
  return false;
}
