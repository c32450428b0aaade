import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProofProblem } from '../problem.ts';
import type { ProofResult } from '../prove.ts';
import { CBMC_ARGUMENTS, forbiddenIn, harnessFor } from './harness.ts';
import { readCbmcReport } from './report.ts';

const LONGEST_OUTPUT = 16 * 2 ** 20;

/**
 * Asks CBMC (Clarke, Kroening and Lerda, TACAS 2004), which knows all of C: for functions outside the subset of our own
 * prover. Nothing is compiled or run. It can prove, and it cannot refute: a difference is outside what we can evaluate,
 * so that it stays `unknown` and is named.
 *
 * @returns null when the machine has no `cbmc`
 */
export async function proveWithCbmc(problem: ProofProblem, seconds: number): Promise<ProofResult | null> {
  const unknown = (reason: string): ProofResult => ({ kind: 'unknown', about: 'candidate', reason });
  for (const about of ['reference', 'candidate'] as const) {
    const forbidden = forbiddenIn(problem[about].text);
    if (forbidden !== null) return { kind: 'unknown', about, reason: `CBMC is not asked about ${forbidden}` };
  }
  const folder = await mkdtemp(join(tmpdir(), 'fulcrum-cbmc-'));
  try {
    for (const [name, text] of Object.entries(harnessFor(problem))) await writeFile(join(folder, name), text);
    const output = await runCbmc(folder, seconds);
    if (output.kind === 'missing') return null;
    if (output.kind === 'stopped') return unknown(`CBMC: ${output.reason}`);
    const report = readCbmcReport(output.text, problem.parameters.length);
    switch (report.kind) {
      case 'proved':
        return { kind: 'equal', overReals: false, referenceUndefinedAt: null };
      case 'unusable':
        return unknown(report.reason);
      case 'refuted': {
        const inputs = problem.parameters.map(({ name }, index) => `${name} = ${report.inputs[index]!}`);
        return unknown(`CBMC refutes "${report.property}" for ${inputs.join(', ')}, which was not replayed`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type CbmcOutput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'missing' };

function runCbmc(folder: string, seconds: number): Promise<CbmcOutput> {
  const { promise, resolve, reject } = Promise.withResolvers<CbmcOutput>();
  const child = spawn('cbmc', CBMC_ARGUMENTS, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  const stop = (reason: string): void => {
    resolve({ kind: 'stopped', reason });
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop(`no answer within ${seconds} s`), seconds * 1000);
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > LONGEST_OUTPUT) stop('its output is too long');
  });
  child.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? resolve({ kind: 'missing' }) : reject(error),
  );
  child.once('close', () => resolve({ kind: 'text', text }));
  return promise.finally(() => clearTimeout(timer));
}
