/*
 * The judge: holds the oracle, its seed and its clock, and puts questions to candidates in their sandboxes. It runs none
 * of their code. Descriptor 3 is the controller; what the oracle prints goes elsewhere and disturbs nothing.
 */
import { Socket } from 'node:net';
import { FulcrumError, isFulcrumError } from '../kernel/errors.ts';
import { readJsonLines, writeJsonLine } from '../sandbox/json-lines.ts';
import { connectLauncher } from '../sandbox/launcher.ts';
import type { CascadeInputs } from './cascade.ts';
import type { Oracle } from './define.ts';
import { oracleFault } from './fault.ts';
import type { ForeignOracle } from './foreign/foreign-oracle.ts';
import { startForeignOracle } from './foreign/foreign-oracle.ts';
import { judgeCandidate } from './judgement.ts';
import { loadOracle } from './load-oracle.ts';
import type { OracleReport, OracleRequest, OracleSetup } from './messages.ts';
import { probeWithIdlers } from './probes.ts';
import { inputMemory } from './remember.ts';
import type { Subjects } from './subject/subjects.ts';
import { openSubjects } from './subject/subjects.ts';

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
  const { oracle, close } = await startOracle(facts);
  const subjects = openSubjects({ launcher, source: facts.subject, ...facts });
  handle = requestHandler(oracle, subjects, facts, close);
  report({
    type: 'ready',
    checks: oracle.checks.map(({ name, slice, visibility }) => ({ name, slice, visibility })),
  });
}

async function startOracle({ command, module }: OracleSetup): Promise<ForeignOracle> {
  if (command === null) return { oracle: await loadOracle(module), close: async () => undefined };
  return startForeignOracle(command, (error) => {
    fail(null, error);
    controller.end(() => process.exit(1));
  });
}

/** Judges one request after the other; cancelling and retiring do not wait in line. */
function requestHandler(
  oracle: Oracle,
  subjects: Subjects,
  facts: OracleSetup,
  closeOracle: () => Promise<void>,
): (request: OracleRequest) => void {
  const memory = inputMemory();
  let tail: Promise<void> = Promise.resolve();

  const cascadeInputs = (id: number, inputs: string, scope: CascadeInputs['scope']): CascadeInputs => ({
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
        const { id, inputs, scope } = request;
        return enqueue(id, async () => {
          const input = cascadeInputs(id, inputs, scope);
          return {
            type: 'judged',
            id,
            ...(await judgeCandidate(oracle, subjects, request, facts.limits, input)),
          };
        });
      }
      case 'probe': {
        const { id, inputs } = request;
        return enqueue(id, async () => ({
          type: 'probed',
          id,
          results: await probeWithIdlers(oracle, facts.subject, cascadeInputs(id, inputs, 'all')),
        }));
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
