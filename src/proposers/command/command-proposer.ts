import { basename } from 'node:path';
import type { Author } from '../../kernel/authorship.ts';
import type { ProgramTaint, Provenance } from '../../kernel/candidate.ts';
import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import { taintOf } from '../../kernel/data-block.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import { sideBySide } from '../../kernel/side-by-side.ts';
import { faultText } from '../../workspace/edit-fault.ts';
import type { ProposerServices } from '../services.ts';
import type { CommandOptions } from './options.ts';
import { commandOptions } from './options.ts';
import type { ProgramRun, RunProgram } from './program-run.ts';
import { readAnswer, requestText } from './protocol.ts';
import { runInSandbox } from './run-in-sandbox.ts';
import { runOnHost } from './run-on-host.ts';

/**
 * Lets a program of the user's suggest changes: parents and visible feedback as JSON on its standard input, the change as
 * JSON on its standard output. Whatever goes wrong with it is a proposal of nothing, with the reason.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createCommandProposer(source: JsonObject, services: ProposerServices): Proposer<null> {
  const options = commandOptions(source);
  const run = options.host ? runOnHost(options, services) : runInSandbox(options, services);
  const gate = sideBySide(options.limits.atOnce);
  const line = lineWithout(services.secrets ?? []);
  return {
    id: 'command',
    trusted: false,
    author: authorOf(options),
    start: () => null,
    observe: () => null,
    propose: (request) => gate(() => propose(request, run, options, line)),
  };
}

async function propose(
  request: ProposalRequest,
  run: RunProgram,
  options: CommandOptions,
  line: Line,
): Promise<Proposal> {
  const asked = requestText(request);
  const ended = await run(asked, request.signal);
  const provenance = provenanceWith(options, taintBetween(asked, ended), line);
  const nothing = (reason: string): Proposal => {
    const clean = line(reason, 1000);
    const isTainted = provenance(null, null).taint !== undefined;
    return { kind: 'nothing', reason: clean, ...(isTainted ? { provenance: provenance(null, clean) } : {}) };
  };
  if (ended.kind === 'failed') return nothing(ended.reason);
  if (ended.exitCode !== 0) {
    const errors = line(ended.stderr, Infinity).slice(-500).toWellFormed();
    return nothing(`the program ended with ${ended.exitCode}${errors === '' ? '' : `: ${errors}`}`);
  }
  const answer = readAnswer(ended.stdout, request.parents[0]!);
  if (answer.kind !== 'change') return nothing(answer.reason);
  if (answer.change.kind === 'refused') return nothing(faultText(answer.change.faults));
  const { edits } = answer.change;
  const summary = answer.summary ?? `changed ${edits.map(({ path }) => path).join(', ')}`;
  return { kind: 'edit', edits, provenance: provenance(answer.operator, summary) };
}

function provenanceWith(
  { host, argv }: CommandOptions,
  taint: ProgramTaint,
  line: Line,
): (operator: string | null, summary: string | null) => Provenance {
  const isTainted = taint.shown.length > 0 || taint.written.length > 0;
  return (operator, summary) => ({
    proposer: host ? 'command-on-host' : 'command',
    operator: line(operator ?? basename(argv[0]!), 60),
    summary: line(summary ?? '', 200),
    ...(isTainted ? { taint } : {}),
  });
}

/** JSON hides what a text holds behind its escapes, so the values are looked at. */
function taintBetween(asked: string, ended: ProgramRun): ProgramTaint {
  const written = ended.kind === 'failed' ? '' : `${unescaped(ended.stdout)}\n${ended.stderr}`;
  return { shown: taintOf(unescaped(asked)), written: taintOf(written) };
}

function unescaped(json: string): string {
  const texts: string[] = [];
  try {
    JSON.parse(json, (key, value: unknown) => {
      texts.push(key);
      if (typeof value === 'string') texts.push(value);
      return value;
    });
  } catch (error) {
    // Whatever it is then, it is looked at as it stands.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    return json;
  }
  return texts.join('\n');
}

function authorOf({ author, argv, host }: CommandOptions): Pick<Author, 'kind' | 'family'> {
  if (author !== null) return author;
  return host
    ? { kind: 'unknown', family: null }
    : { kind: 'program', family: argv.map((word) => basename(word)).join(' ') };
}

type Line = (text: string, characters: number) => string;

/** Makes of what a program wrote one line for the ledger, without secrets. */
function lineWithout(secrets: readonly string[]): Line {
  return (text, characters) => plainLine(text, characters, secrets);
}
