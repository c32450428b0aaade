import { isFulcrumError } from '../../kernel/errors.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../ledger/verify.ts';
import { runStateOf } from '../../loop/run-snapshot.ts';
import { certificateFinding, confirmationFinding } from '../cli/certificate-findings.ts';
import { chainFinding } from '../cli/commands/verify.ts';
import type { Finding } from '../cli/finding.ts';
import { approvalsFinding, decisionsFinding, seedFinding, snapshotsFinding } from '../cli/findings.ts';
import { signatureFinding } from '../cli/signature-finding.ts';
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
    const state = runStateOf(ledger, packageVersion());
    if (state.task === null) return [];
    const run = { directory, ledger, state, task: state.task };
    return [
      decisionsFinding(run),
      ...approvalsFinding(run),
      seedFinding(run),
      signatureFinding(run, null),
      snapshotsFinding(run),
      confirmationFinding(run),
      certificateFinding(run),
    ];
  } finally {
    ledger.close();
  }
}
