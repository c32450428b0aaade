import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STOP_FILE = 'stop-requested';

/** The stop button: asks the process that writes a run to finish cleanly. Works from any process. */
export function requestStop(directory: string): void {
  writeFileSync(join(directory, STOP_FILE), '');
}

export function isStopRequested(directory: string): boolean {
  return existsSync(join(directory, STOP_FILE));
}

/** Takes an old request back, before a run starts or resumes. */
export function clearStopRequest(directory: string): void {
  rmSync(join(directory, STOP_FILE), { force: true });
}
