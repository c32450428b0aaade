import { isFulcrumError } from '../../kernel/errors.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../ledger/verify.ts';
import { reachedState } from '../../loop/run-snapshot.ts';
import type { Finding } from '../cli/finding.ts';
import { chainFinding, recordFindings } from '../cli/record-findings.ts';
import { packageVersion } from '../version.ts';

/** What was found of a run. */
export interface Verified {
  readonly sound: boolean;
  /** A line each. */
  readonly findings: readonly string[];
}

/** What `fulcrum verify --no-rejudge` finds, a line each, a finding against the run marked as such. */
export function verifyRun(directory: string): Verified {
  const findings = findingsOf(directory);
  return {
    sound: findings.every(({ ok }) => ok !== false),
    findings: [
      ...findings.map(({ name, ok, detail }) => `${MARKS[String(ok)]} ${name}: ${detail}`),
      '– winner: not judged again here; `fulcrum verify` does',
    ],
  };
}

const MARKS: { readonly [ok: string]: string } = { true: '✓', false: '✗', null: '–' };

function findingsOf(directory: string): readonly Finding[] {
  try {
    const { sound, blobs, faults } = verifyLedger(directory);
    const chain = chainFinding(sound, blobs, faults);
    // What follows rests on the chain.
    return chain.ok === false ? [chain] : [chain, ...contentFindings(directory)];
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
    return [{ name: 'ledger', ok: false, detail: error.facts.what }];
  }
}

function contentFindings(directory: string): readonly Finding[] {
  const ledger = readLedger(directory);
  try {
    const { state, sequence } = reachedState(ledger, packageVersion());
    if (state.task === null) return [];
    return recordFindings({ directory, ledger, state, sequence, task: state.task }, null);
  } finally {
    ledger.close();
  }
}
