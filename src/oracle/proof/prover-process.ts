/**
 * The child process that proves: it reads candidates' text, never runs it, and may be killed at any moment. Ends with
 * the process that started it.
 */
import { setMaxListeners } from 'node:events';
import type { ProofProblem } from './problem.ts';
import type { ProofResult } from './prove.ts';
import { prove } from './prove.ts';
import type { Solver } from './solver.ts';

/** The first is that it has loaded; each later one answers a problem. */
export type ProverMessage = { readonly kind: 'ready' } | ProverReply;

export type ProverReply =
  | { readonly kind: 'result'; readonly result: ProofResult }
  | { readonly kind: 'no-solver'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string };

const MEMORY_MEGABYTES = 1024;

let solver: Promise<Solver> | null = null;

setMaxListeners(0);
process.on('disconnect', () => process.exit());
process.on('message', (problem: ProofProblem) => void answer(problem).then((reply) => process.send!(reply)));
process.send!({ kind: 'ready' } satisfies ProverMessage);

async function answer(problem: ProofProblem): Promise<ProverReply> {
  try {
    solver ??= startSolver();
    return { kind: 'result', result: await prove(problem, await solver) };
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND') return { kind: 'no-solver', message: String(error) };
    return {
      kind: 'fault',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** Loaded when first needed: without the package everything else of Fulcrum works. */
async function startSolver(): Promise<Solver> {
  const { createSolver } = await import('./solver.ts');
  return createSolver(MEMORY_MEGABYTES);
}
