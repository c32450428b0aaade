import { basename } from 'node:path';

/**
 * An argument of this program as a number from 0 on. Where it is none, says how the program is called and ends it with
 * status 2: a question for help is not a number of rounds.
 *
 * @param place from 1
 * @param otherwise what a missing argument means
 * @param usage all arguments of the program, as `[rounds]`
 */
export function numberArgument(place: number, otherwise: number, usage: string): number {
  const [, program = '', ...given] = process.argv;
  const argument = given[place - 1];
  if (argument === undefined) return otherwise;
  const value = argument.trim() === '' ? Number.NaN : Number(argument);
  if (Number.isFinite(value) && value >= 0) return value;
  console.error(`usage: node bench/${basename(program)} ${usage}`);
  process.exit(2);
}

/** All arguments of this program as numbers; `otherwise` where there are none. */
export function numberArguments(otherwise: readonly number[], usage: string): readonly number[] {
  const given = process.argv.slice(2);
  return given.length === 0 ? otherwise : given.map((_, index) => numberArgument(index + 1, 0, usage));
}
