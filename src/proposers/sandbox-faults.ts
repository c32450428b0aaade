import { statSync } from 'node:fs';
import type { SandboxExit } from '../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../kernel/errors.ts';

/** Proposers that run foreign programs in a sandbox. */
type Proposer = 'agent' | 'command';

/**
 * Looks for a file that a sandbox is to show.
 *
 * @param field of the proposer's options, that names it
 * @throws FulcrumError `FULCRUM_E_PROPOSER_TOOL` where there is none
 */
export function checkShown(path: string, proposer: Proposer, field: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_PROPOSER_TOOL',
    domain: 'usage',
    what: `a file of the ${proposer} proposer's ${field} does not exist`,
    where: path,
    mend: `Correct its path in proposers.${proposer}.options.${field}: it starts from the folder of the task file; then go on with \`fulcrum resume\``,
  });
}

/** A sandbox that ended before anything of the proposer's ran in it: no doing of that program's. */
export function sandboxLost(proposer: Proposer, { stderr }: Pick<SandboxExit, 'stderr'>): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_LOST',
    domain: 'sandbox',
    what: `a sandbox ended before the ${proposer} proposer could start in it`,
    where: stderr.trim() === '' ? 'sandbox launcher' : stderr.trim(),
    mend: 'Run `fulcrum doctor`; then go on with `fulcrum resume`',
  });
}
