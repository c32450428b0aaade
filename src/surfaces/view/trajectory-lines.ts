import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { trajectoryFile } from '../../proposers/agent/trajectory.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import { plainCapped } from './plain-reply.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_LINES = 1000;
const LONGEST_LINE = 2000;

/** What is kept of an agent at work on a proposal, a line each; empty where there was no agent or nothing was kept. */
export function readTrajectory(runDirectory: string, number: number): readonly string[] {
  const { text, whole } = beginningOf(trajectoryFile(runDirectory, number));
  const lines = text.split('\n').filter((line) => line !== '');
  // The last line may have been cut in two.
  const complete = whole ? lines : lines.slice(0, -1);
  const known = environmentSecrets(process.env);
  const shown = complete.slice(0, MOST_LINES).map((line) => plainCapped(line, LONGEST_LINE, known));
  return whole && shown.length === lines.length ? shown : [...shown, '… more lies in the run directory'];
}

function beginningOf(path: string): { readonly text: string; readonly whole: boolean } {
  // A pipe in its place would be waited for without end.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return { text: '', whole: true };
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    const length = readSync(file, bytes, 0, MOST_BYTES, 0);
    return { text: bytes.toString('utf8', 0, length), whole: length < MOST_BYTES };
  } finally {
    closeSync(file);
  }
}
