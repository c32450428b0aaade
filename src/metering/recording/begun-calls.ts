import { existsSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../plain-fields.ts';

/** A line for every call that was begun since the recording was opened, as it is to be recorded if nothing more comes. */
export const BEGUN_FILE = 'begun.ndjson';

const begunLine = z.object({ part: z.number(), call: z.number() });

/**
 * Enters the calls that a killed process had begun and not ended: they may have been answered, and nobody knows what they
 * cost. Entered again they change nothing.
 *
 * @param lines what is recorded already
 * @param file descriptor of the recording, at its end
 * @returns what was entered
 */
export function enterLostCalls(directory: string, lines: string, file: number): string {
  const begun = join(directory, BEGUN_FILE);
  if (!existsSync(begun)) return '';
  const ended = new Set(wholeLines(lines).map(nameOf));
  const lost = wholeLines(readFileSync(begun, 'utf8')).filter((line) => !ended.has(nameOf(line)));
  const text = lost.map((line) => `${line}\n`).join('');
  if (text !== '') writeSync(file, text);
  truncateSync(begun);
  return text;
}

/** What follows the last line end is what a killed process left; it had not made that call yet. */
function wholeLines(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

function nameOf(line: string): string {
  const { data } = begunLine.safeParse(parseJson(line));
  return data === undefined ? line : `${data.part}/${data.call}`;
}
