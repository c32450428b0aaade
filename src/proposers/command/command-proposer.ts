import { basename } from 'node:path';
import type { Author } from '../../kernel/authorship.ts';
import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import { sideBySide } from '../../kernel/side-by-side.ts';
import { faultText } from '../../workspace/edit-fault.ts';
import type { ProposerServices } from '../services.ts';
import type { CommandOptions } from './options.ts';
import { commandOptions } from './options.ts';
import type { RunProgram } from './program-run.ts';
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
  return {
    id: 'command',
    trusted: false,
    author: authorOf(options),
    start: () => null,
    observe: () => null,
    propose: (request) => gate(() => propose(request, run, options)),
  };
}

async function propose(
  request: ProposalRequest,
  run: RunProgram,
  options: CommandOptions,
): Promise<Proposal> {
  const ended = await run(requestText(request), request.signal);
  if (ended.kind === 'failed') return nothing(ended.reason);
  if (ended.exitCode !== 0) {
    const errors = ended.stderr.trim();
    return nothing(
      `the program ended with ${ended.exitCode}${errors === '' ? '' : `: ${errors.slice(-500)}`}`,
    );
  }
  const answer = readAnswer(ended.stdout, request.parents[0]!);
  if (answer.kind !== 'change') return nothing(answer.reason);
  if (answer.change.kind === 'refused') return nothing(faultText(answer.change.faults));
  const { edits } = answer.change;
  return {
    kind: 'edit',
    edits,
    provenance: {
      proposer: options.host ? 'command-on-host' : 'command',
      operator: line(answer.operator ?? basename(options.argv[0]!), 60),
      summary: line(answer.summary ?? `changed ${edits.map(({ path }) => path).join(', ')}`, 200),
    },
  };
}

function authorOf({ author, argv, host }: CommandOptions): Pick<Author, 'kind' | 'family'> {
  if (author !== null) return author;
  return host
    ? { kind: 'unknown', family: null }
    : { kind: 'program', family: argv.map((word) => basename(word)).join(' ') };
}

function nothing(reason: string): Proposal {
  return { kind: 'nothing', reason: line(reason, 1000) };
}

/** What a program wrote, as one line for the ledger. */
function line(text: string, characters: number): string {
  const plain = redactSecrets(plainText(text).text, []).text.replace(/\s+/g, ' ').trim();
  return plain.length <= characters ? plain : `${plain.slice(0, characters - 1)}…`.toWellFormed();
}
