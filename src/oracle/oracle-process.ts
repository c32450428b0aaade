/*
 * The judge: holds the oracle, its seed and its clock, and puts questions to candidates in their sandboxes. It runs none
 * of their code. Descriptor 3 is the controller; what the oracle prints goes elsewhere and disturbs nothing.
 */
import { Socket } from 'node:net';
import { join } from 'node:path';
import { FulcrumError, isFulcrumError } from '../kernel/errors.ts';
import { readJsonLines, writeJsonLine } from '../sandbox/json-lines.ts';
import { connectLauncher } from '../sandbox/launcher.ts';
import { pathMatcher } from '../workspace/paths.ts';
import type { CascadeInputs } from './cascade.ts';
import { openCompanions } from './companions.ts';
import type { Oracle } from './define.ts';
import { oracleFault } from './fault.ts';
import type { ForeignOracle } from './foreign/foreign-oracle.ts';
import { startForeignOracle } from './foreign/foreign-oracle.ts';
import { gradeIndependence } from './independence.ts';
import { openHeldOutRecord } from './held-out/keeping.ts';
import type { Reading } from './held-out/reading.ts';
import { openReading, uncountedReading } from './held-out/reading.ts';
import { judgeCandidate } from './judgement.ts';
import { loadChecks } from './load-checks.ts';
import { loadOracle } from './load-oracle.ts';
import type { OracleReport, OracleRequest, OracleSetup } from './messages.ts';
import { probeWithIdlers } from './probes.ts';
import { inputMemory } from './remember.ts';
import { createSigner } from './signer.ts';
import type { Signing } from './signing.ts';
import { signing } from './signing.ts';
import type { ProgramSandbox } from './subject/program-sandbox.ts';
import { openProgramSandbox } from './subject/program-sandbox.ts';
import type { Subjects } from './subject/subjects.ts';
import { openSubjects } from './subject/subjects.ts';
import { judgedFiles } from './tree-files.ts';

const controller = new Socket({ fd: 3, readable: true, writable: true });
const report = (message: OracleReport): void => writeJsonLine(controller, message);
const setup = Promise.withResolvers<OracleSetup>();
const running = new Map<number, AbortController>();

// The controller holds the other end: when it is gone, however it ended, so is the judge with its sandboxes.
process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
controller.on('error', () => process.exit(0));
process.on('uncaughtException', (error) => {
  fail(
    null,
    oracleFault(
      'THREW',
      `Code of the oracle that no check waited for threw ${String(error)}`,
      'oracle',
      error,
    ),
  );
  controller.end(() => process.exit(1));
});

try {
  await serve();
} catch (error) {
  fail(null, error);
}

async function serve(): Promise<void> {
  let handle = (request: OracleRequest): void => {
    if (request.type === 'start') setup.resolve(request);
  };
  readJsonLines(controller, (value) => {
    handle(value as OracleRequest);
    return true;
  });
  const facts = await setup.promise;
  const launcher = await connectLauncher(facts.launcherSocket);
  const signer = facts.signing === null ? null : createSigner(facts.signing, facts);
  const sign = signing(signer, launcher.stamp);
  const readings = openReadings(facts);
  const { oracle, close } = await startOracle(facts);
  const subjects = openSubjects({ launcher, source: facts.subject, ...facts });
  const programs = openProgramSandbox({
    launcher,
    sources: facts.sources,
    drivers: facts.runner,
    overlays: facts.files.waiting,
    limits: facts.limits,
  });
  handle = requestHandler(oracle, { subjects, programs, sign, readings }, facts, close);
  report({
    type: 'ready',
    attestation: signer?.attestation ?? null,
    checks: oracle.checks.map(({ name, slice, visibility, inspects, seconds, suffices }) => ({
      name,
      slice,
      visibility,
      inspects,
      seconds,
      suffices,
    })),
  });
}

async function startOracle(facts: OracleSetup): Promise<ForeignOracle> {
  const { command, module, checks } = facts;
  if (checks !== null) return { oracle: await loadChecks(checks, facts), close: async () => undefined };
  if (command === null) return { oracle: await loadOracle(module), close: async () => undefined };
  return startForeignOracle(command, (error) => {
    fail(null, error);
    controller.end(() => process.exit(1));
  });
}

/** Opens the held-out side of a judgement of this tree on these inputs. */
type Readings = (judged: { readonly tree: string; readonly inputs: string }) => Reading;

function openReadings({ heldOut, oracleSeed }: OracleSetup): Readings {
  if (heldOut === null) return ({ inputs }) => uncountedReading(null, inputs);
  const record = openHeldOutRecord(heldOut);
  return (judged) => openReading(heldOut, record, oracleSeed, judged);
}

interface JudgingParts {
  readonly readings: Readings;
  readonly subjects: Subjects;
  readonly programs: ProgramSandbox;
  readonly sign: Signing;
}

/** Judges one request after the other; cancelling and retiring do not wait in line. */
function requestHandler(
  oracle: Oracle,
  { subjects, programs, sign, readings }: JudgingParts,
  facts: OracleSetup,
  closeOracle: () => Promise<void>,
): (request: OracleRequest) => void {
  const memory = inputMemory();
  let tail: Promise<void> = Promise.resolve();

  const isEditable = pathMatcher(facts.editable);

  /** What checks that look further may use in the judgement of one tree. */
  const companionsOf =
    (candidate: string): CascadeInputs['companions'] =>
    (signal) => {
      const trees = { candidate, baseline: facts.baseline };
      const place = (tree: string): string => join(facts.sources, tree);
      const files = judgedFiles({ candidate: place(candidate), baseline: place(facts.baseline) }, isEditable);
      const { limits } = facts;
      return openCompanions({ subjects, programs, trees, limits, encode: memory.encode }, files, signal);
    };

  const cascadeInputs = (
    id: number,
    inputs: string,
    scope: CascadeInputs['scope'],
    tree: string,
    reading: Reading,
  ): CascadeInputs => ({
    reading,
    companions: companionsOf(tree),
    oracleSeed: facts.oracleSeed,
    inputs,
    scope,
    required: facts.required,
    memory,
    signal: running.get(id)!.signal,
    entering: (check) => report({ type: 'entering', check }),
  });

  const enqueue = (id: number, work: () => Promise<OracleReport>): void => {
    running.set(id, new AbortController());
    tail = tail.then(async () => {
      try {
        report(await work());
      } catch (error) {
        fail(id, error);
      } finally {
        running.delete(id);
      }
    });
  };

  return (request) => {
    switch (request.type) {
      case 'judge': {
        const { id, inputs, scope, tree } = request;
        return enqueue(id, async () => {
          const reading = readings({ tree, inputs });
          const input = cascadeInputs(id, inputs, scope, tree, reading);
          const answering = facts.subject.kind === 'files' ? null : subjects;
          const judged = await judgeCandidate(oracle, answering, request, facts.limits, input);
          // One that was called off has come to nothing: what it saw is neither told nor written down.
          const told = input.signal.aborted
            ? judged.checks.filter(({ visibility }) => visibility === 'visible')
            : reading.release(judged.checks);
          const checks = gradeIndependence(told, facts.provenance, request.authored);
          const observed = { ...judged.observed, ...sign.verdict(request, checks) };
          return { type: 'judged', id, checks, observed };
        });
      }
      case 'probe': {
        const { id, inputs } = request;
        return enqueue(id, async () => ({
          type: 'probed',
          id,
          results: await probeWithIdlers(
            oracle,
            facts.subject,
            cascadeInputs(id, inputs, 'all', facts.baseline, uncountedReading(facts.heldOut, inputs)),
          ),
        }));
      }
      case 'sign-failure': {
        const { id } = request;
        return enqueue(id, async () => ({ type: 'signed', id, observed: sign.failure(request) }));
      }
      case 'cancel':
        return running.get(request.id)?.abort();
      case 'retire':
        return subjects.retire(request.batch);
      case 'close':
        void subjects
          .close()
          .then(closeOracle)
          .then(() => process.exit(0));
        return;
      case 'start':
        return;
    }
  };
}

function fail(id: number | null, error: unknown): void {
  const failure = isFulcrumError(error) ? error : internalFault(error);
  const { code, domain, what, where, mend } = failure.facts;
  report({ type: 'failed', id, facts: { code, domain, what, where, mend } });
}

function internalFault(error: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_INTERNAL',
    domain: 'internal',
    what: `The judge failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    where: 'oracle process',
    mend: 'Report this with the message above',
    cause: error,
  });
}
