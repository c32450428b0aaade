import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Attestation } from '../kernel/attestation.ts';
import { oracleIdentity, taskIdentity, VERDICT_SCHEME, verdictStatement } from '../kernel/attestation.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { LedgerEntry, StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { keyFingerprint } from './attestation.ts';
import { exampleEvents, temporaryFolder } from './testing/example-run.ts';
import { openLedger } from './sqlite-ledger.ts';
import { verifyLedger } from './verify.ts';
import { verifySignatures } from './verify-signatures.ts';

const ORACLE = { files: [['oracle.ts', 'ef'.repeat(32)]] as const, audit: null };
const ENVIRONMENT = { node: 'v24', system: 'linux x64' };

const [mine, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];

/** The events of the example run with signatures made by hand, as entries that were not linked yet. */
function signedEntries(key = mine, environment = ENVIRONMENT): LedgerEntry[] {
  const events = exampleEvents(store, 3);
  const start = events[0] as Extract<RunEvent, { type: 'run-started' }>;
  const taskHash = sha256(taskIdentity(start.task, start.baseline.tree, ORACLE));
  const trees = new Map([[0, start.baseline.tree]]);
  const signature = (judged: number, verdict: Verdict): string => {
    const context = {
      candidate: trees.get(judged)!,
      task: taskHash,
      oracle: sha256(oracleIdentity(ORACLE.files)),
      seedCommitment: start.oracleSeedCommitment,
      environment: sha256(canonicalJson(environment)),
    };
    return sign(null, Buffer.from(verdictStatement(context, verdict)), key.privateKey).toString('base64');
  };
  return events.map((event) => {
    if (event.type === 'run-started')
      return { event: { ...event, taskHash }, observed: header(key.publicKey, environment) };
    if (event.type === 'candidate-proposed') trees.set(event.candidate.number, event.candidate.tree);
    if (event.type === 'baseline-judged')
      return {
        event,
        observed: { signatures: [event.screened, event.fresh].map((verdict) => signature(0, verdict)) },
      };
    if (event.type !== 'candidate-judged') return { event, observed: {} };
    const verdict = { ...event.verdict, reason: `of ${event.judged}` };
    return { event: { ...event, verdict }, observed: { signature: signature(event.judged, verdict) } };
  });
}

const store = { put: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex') };

function header(publicKey: KeyObject, environment = ENVIRONMENT): JsonObject {
  const attestation: Attestation = {
    scheme: VERDICT_SCHEME,
    publicKey: publicText(publicKey),
    environment,
    oracle: ORACLE,
    audit: { kind: 'none', reason: null },
  };
  return { attestation: attestation as unknown as Json };
}

function publicText(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Written as a new chain: every hash fits, whatever was changed before. */
function chained(entries: readonly LedgerEntry[]): StoredEntry[] {
  const directory = temporaryFolder();
  const ledger = openLedger(directory, () => '2026-11-21T00:00:00.000Z');
  exampleEvents(ledger, 3);
  ledger.append(entries);
  const stored = [...ledger.entries()];
  ledger.close();
  expect(verifyLedger(directory).faults).toEqual([]);
  return stored;
}

/** Changes the first entry of a type. */
function change(
  entries: readonly LedgerEntry[],
  type: RunEvent['type'],
  how: (event: JsonObject, observed: JsonObject) => { event?: Json; observed?: JsonObject },
): LedgerEntry[] {
  const index = entries.findIndex(({ event }) => event.type === type);
  const { event, observed } = entries[index]!;
  const changed = {
    event,
    observed,
    ...how(event as unknown as JsonObject, observed),
  } as unknown as LedgerEntry;
  return entries.with(index, changed);
}

function codes(entries: readonly LedgerEntry[], demanded: string | null = null): readonly string[] {
  const { faults } = verifySignatures(chained(entries), demanded);
  return [...new Set(faults.map(({ code }) => code.replace('FULCRUM_E_SIGNATURE_', '')))];
}

const withVerdict = (fields: JsonObject) => (event: JsonObject) => ({
  event: { ...event, verdict: { ...(event['verdict'] as JsonObject), ...fields } },
});

const withCheck = (fields: JsonObject) => (event: JsonObject) => {
  const verdict = event['verdict'] as { checks: readonly JsonObject[] } & JsonObject;
  return {
    event: {
      ...event,
      verdict: { ...verdict, checks: verdict.checks.map((check) => ({ ...check, ...fields })) },
    },
  };
};

test('every verdict of an untouched run holds', () => {
  expect(verifySignatures(chained(signedEntries()))).toEqual({
    fingerprint: keyFingerprint(publicText(mine.publicKey)),
    signed: 5,
    unsigned: 0,
    faults: [],
  });
  expect(codes(signedEntries(), keyFingerprint(publicText(mine.publicKey)))).toEqual([]);
});

test('keys and signatures leave the replay head as it is, and not the head', () => {
  const [left, right] = [mine, other].map((key) => chained(signedEntries(key)).at(-1)!);
  expect(left!.replay).toBe(right!.replay);
  expect(left!.hash).not.toBe(right!.hash);
});

test('a run without a key is unsigned, and refused where a key is demanded', () => {
  const bare = signedEntries().map(({ event }) => ({ event, observed: {} }));
  expect(verifySignatures(chained(bare))).toEqual({ fingerprint: null, signed: 0, unsigned: 5, faults: [] });
  expect(codes(bare, keyFingerprint(publicText(mine.publicKey)))).toEqual(['KEY']);
});

describe('a chain made anew after a change', () => {
  test.each<[string, string, (entries: LedgerEntry[]) => LedgerEntry[]]>([
    ['a status', 'INVALID', (all) => change(all, 'candidate-judged', withVerdict({ status: 'fail' }))],
    ['the mode', 'INVALID', (all) => change(all, 'candidate-judged', withVerdict({ mode: 'screened' }))],
    [
      'the inputs',
      'INVALID',
      (all) => change(all, 'candidate-judged', withVerdict({ inputs: 'decision-1' })),
    ],
    ['a metric', 'INVALID', (all) => change(all, 'candidate-judged', withCheck({ metrics: { cost: 0.09 } }))],
    [
      'a transcript',
      'INVALID',
      (all) => change(all, 'candidate-judged', withCheck({ transcript: '00'.repeat(32) })),
    ],
    ['a grade', 'INVALID', (all) => change(all, 'candidate-judged', withCheck({ grade: 'proved' }))],
    ['evidence', 'INVALID', (all) => change(all, 'candidate-judged', withCheck({ evidence: null }))],
    [
      'the sandbox',
      'INVALID',
      (all) =>
        change(
          all,
          'candidate-judged',
          withVerdict({ sandbox: { level: 1, mechanism: 'none', profile: '' } }),
        ),
    ],
    [
      'the candidate',
      'INVALID',
      (all) =>
        change(all, 'candidate-proposed', (event) => ({
          event: {
            ...event,
            candidate: { ...(event['candidate'] as JsonObject), tree: store.put(Buffer.from('tree 2')) },
          },
        })),
    ],
    [
      'whom it judged',
      'INVALID',
      (all) => change(all, 'candidate-judged', (event) => ({ event: { ...event, judged: 0 } })),
    ],
    [
      'a judged one nobody knows',
      'INVALID',
      (all) => change(all, 'candidate-judged', (event) => ({ event: { ...event, judged: 99 } })),
    ],
    ['a signature taken away', 'MISSING', (all) => change(all, 'candidate-judged', () => ({ observed: {} }))],
    [
      'one of the baseline taken away',
      'MISSING',
      (all) =>
        change(all, 'baseline-judged', (_, { signatures }) => ({
          observed: { signatures: (signatures as Json[]).slice(1) },
        })),
    ],
    [
      'a signature of noise',
      'INVALID',
      (all) => change(all, 'candidate-judged', () => ({ observed: { signature: 'AAAA' } })),
    ],
    ['two signatures swapped', 'INVALID', swapSignatures],
    [
      'the commitment to the seed',
      'INVALID',
      (all) =>
        change(all, 'run-started', (event) => ({
          event: { ...event, oracleSeedCommitment: '12'.repeat(32) },
        })),
    ],
    [
      'the task',
      'HEADER',
      (all) =>
        change(all, 'run-started', (event) => ({
          event: { ...event, task: { ...(event['task'] as JsonObject), seed: 'another' } },
        })),
    ],
    [
      'the environment',
      'INVALID',
      (all) =>
        change(all, 'run-started', () => ({
          observed: header(mine.publicKey, { ...ENVIRONMENT, node: 'v25' }),
        })),
    ],
    [
      'the key',
      'INVALID',
      (all) => change(all, 'run-started', () => ({ observed: header(other.publicKey) })),
    ],
    [
      'a header of noise',
      'HEADER',
      (all) => change(all, 'run-started', () => ({ observed: { attestation: 7 } })),
    ],
    [
      'a header of another scheme',
      'HEADER',
      (all) =>
        change(all, 'run-started', (_, { attestation }) => ({
          observed: { attestation: { ...(attestation as JsonObject), scheme: 'fulcrum/verdict/0' } },
        })),
    ],
    [
      'a key that is none',
      'HEADER',
      (all) =>
        change(all, 'run-started', (_, { attestation }) => ({
          observed: { attestation: { ...(attestation as JsonObject), publicKey: 'AAAA' } },
        })),
    ],
    [
      'the candidate, as one that is decided again',
      'INVALID',
      (all) => {
        const index = all.findIndex(({ event }) => event.type === 'candidate-judged');
        const { candidate } = all[index - 1]!.event as Extract<RunEvent, { type: 'candidate-proposed' }>;
        const another = { ...candidate, tree: store.put(Buffer.from('tree 2')) };
        const event = {
          type: 'candidate-reopened',
          number: 1,
          candidate: another,
          previous: 'discard',
        } as const;
        return all.toSpliced(index, 0, { event, observed: {} });
      },
    ],
    ['a second start without a key', 'HEADER', (all) => [...all, { event: all[0]!.event, observed: {} }]],
  ])('%s: %s', (_, code, tamper) => {
    const entries = signedEntries();
    const tampered = tamper(entries);
    expect(tampered).not.toEqual(entries);
    expect(codes(tampered)).toContain(code);
  });

  test('the task with its hash: no signature holds any more', () => {
    const forged = change(signedEntries(), 'run-started', (event) => {
      const task = { ...(event['task'] as JsonObject), seed: 'another' };
      const { tree } = event['baseline'] as { tree: string };
      return { event: { ...event, task, taskHash: sha256(taskIdentity(task as never, tree, ORACLE)) } };
    });
    expect(verifySignatures(chained(forged))).toMatchObject({ signed: 0 });
    expect(codes(forged)).toEqual(['INVALID']);
  });

  test('and signed anew with another key: found where the key is demanded, and only there', () => {
    const forged = signedEntries(other);
    expect(codes(forged)).toEqual([]);
    expect(codes(forged, keyFingerprint(publicText(mine.publicKey)))).toEqual(['KEY']);
  });
});

describe('a measurement of an earlier candidate', () => {
  /** With the verdict and the signature of its first judgement, which are as good. */
  const withMeasurement = (named: Partial<Candidate>, fields: Partial<Verdict> = {}): LedgerEntry[] => {
    const entries = signedEntries();
    const proposed = entries.find(({ event }) => event.type === 'candidate-proposed')!.event;
    const { event: judged, observed } = entries.find(({ event }) => event.type === 'candidate-judged')!;
    const { candidate } = proposed as Extract<RunEvent, { type: 'candidate-proposed' }>;
    const { verdict } = judged as Extract<RunEvent, { type: 'candidate-judged' }>;
    const event: RunEvent = {
      type: 'candidate-measured',
      number: 9,
      candidate: { ...candidate, ...named },
      verdict: { ...verdict, ...fields },
    };
    return [...entries, { event, observed }];
  };

  test('holds like any other verdict', () => {
    expect(verifySignatures(chained(withMeasurement({})))).toMatchObject({ signed: 6, faults: [] });
  });

  test.each<[string, Partial<Candidate>, Partial<Verdict>]>([
    ['of another tree', { tree: store.put(Buffer.from('tree 2')) }, {}],
    ['of another candidate', { number: 2 }, {}],
    ['with another verdict', {}, { status: 'fail' }],
  ])('%s does not', (_, named, fields) => {
    expect(codes(withMeasurement(named, fields))).toEqual(['INVALID']);
  });
});

describe('a run that goes on', () => {
  const resumed: RunEvent = {
    type: 'run-resumed',
    budget: { evaluations: 9, wallSeconds: null, work: null, money: null },
  };

  test('under its own key holds, its later verdicts with the environment of that time', () => {
    const later = { ...ENVIRONMENT, node: 'v26' };
    const half = signedEntries().slice(0, 6);
    const rest = signedEntries(mine, later).slice(6);
    const entries = [...half, { event: resumed, observed: header(mine.publicKey, later) }, ...rest];
    expect(verifySignatures(chained(entries))).toMatchObject({ signed: 5, faults: [] });
    expect(codes([...half, { event: resumed, observed: header(mine.publicKey) }, ...rest])).toEqual([
      'INVALID',
    ]);
  });

  test.each([
    ['another key', () => header(other.publicKey)],
    ['no key', () => ({})],
  ])('under %s does not', (_, observed) => {
    const entries = signedEntries();
    expect(codes(entries.toSpliced(6, 0, { event: resumed, observed: observed() }))).toContain('KEY');
  });
});

function swapSignatures(entries: LedgerEntry[]): LedgerEntry[] {
  const [first, second] = entries.flatMap(({ event }, index) =>
    event.type === 'candidate-judged' ? [index] : [],
  );
  const [left, right] = [entries[first!]!, entries[second!]!];
  return entries
    .with(first!, { ...left, observed: right.observed })
    .with(second!, { ...right, observed: left.observed });
}

describe('a verdict of a confirmation', () => {
  /** With the verdict and the signature that the first candidate was judged with, which are as good. */
  const withConfirmation = (tree: (own: string) => string, signed = true): LedgerEntry[] => {
    const all = signedEntries();
    const judged = all.find(({ event }) => event.type === 'candidate-judged')!;
    const { verdict } = judged.event as Extract<RunEvent, { type: 'candidate-judged' }>;
    const first = all.find(({ event }) => event.type === 'candidate-proposed')!;
    const own = (first.event as Extract<RunEvent, { type: 'candidate-proposed' }>).candidate.tree;
    const event = {
      type: 'confirmation-judged',
      number: 3,
      role: 'ablated',
      step: 2,
      tree: tree(own),
      verdict,
    } as const;
    return [...all, { event, observed: signed ? judged.observed : {} }];
  };

  test('is signed for the tree it names, whoever the winner is', () => {
    expect(codes(withConfirmation((own) => own))).toEqual([]);
    expect(verifySignatures(chained(withConfirmation((own) => own)))).toMatchObject({ signed: 6 });
    const another = store.put(Buffer.from('tree 2'));
    expect(codes(withConfirmation(() => another))).toEqual(['INVALID']);
    expect(codes(withConfirmation((own) => own, false))).toEqual(['MISSING']);
  });
});
