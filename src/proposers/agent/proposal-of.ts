import type { ModelWork, Provenance } from '../../kernel/candidate.ts';
import type { Proposal } from '../../kernel/contracts/proposer.ts';
import { taintOf } from '../../kernel/data-block.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import { digestOf } from '../llm/kept-files.ts';
import { LONGEST_SUMMARY, statedSummary } from '../summary-line.ts';
import type { Conversation } from './agent-conversation.ts';
import type { ErrandResult } from './errand.ts';
import type { AgentOptions } from './options.ts';
import type { AgentPrompt } from './prompt.ts';
import type { WorkspaceChanges } from './workspace-changes.ts';

const LONGEST_REASON = 1000;
/** What a shell makes of SIGKILL. */
const KILLED = 128 + 9;
const KILLED_HINT = ' (killed, as for needing more memory than it may use)';

/** What an errand proposes: the edits it left, or nothing and why. A limit that ended it does not spoil what is there. */
export function proposalOf(errand: ErrandResult, options: AgentOptions, prompt: AgentPrompt): Proposal {
  const { conversation, changes, aborted, exhausted, spent } = errand;
  const edits = changes?.kind === 'changes' ? changes.edits : [];
  const said = conversation.kind === 'ended' ? conversation.said : null;
  const work = spent === null || spent.calls === 0 ? null : modelWork(errand, options, prompt, edits);
  const taint = {
    // What a model was shown stands with its calls.
    shown: work === null ? prompt.taint : [],
    written: taintOf([said ?? '', ...edits.map(({ content }) => content ?? '')].join('\n')),
  };
  const provenance: Provenance = {
    proposer: 'agent',
    operator: `agent ${options.agent}`,
    summary: summaryOf(
      said,
      edits.map(({ path }) => path),
    ),
    ...(work === null ? {} : { model: work }),
    ...(taint.shown.length + taint.written.length === 0 ? {} : { taint }),
  };
  if (edits.length > 0 && !aborted) return { kind: 'edit', edits, provenance };
  const reason = aborted ? 'the run ended first' : reasonFor(conversation, changes);
  return {
    kind: 'nothing',
    reason: plainLine(reason, LONGEST_REASON),
    provenance,
    ...(exhausted?.by === 'run' ? { overBudget: true } : {}),
  };
}

function reasonFor(conversation: Conversation, changes: WorkspaceChanges | null): string {
  if (conversation.kind === 'lost') return `the agent is lost: ${conversation.reason}`;
  if (changes?.kind === 'unusable') return `what the agent left cannot be used: ${changes.reason}`;
  const dropped = changes?.kind === 'changes' && changes.dropped.count > 0 ? leftOut(changes.dropped) : '';
  const { end } = conversation;
  const errors = end.stderr.trim() === '' ? '' : `: ${end.stderr.trim().slice(-500)}`;
  switch (end.how) {
    case 'failed-to-start':
      return `the agent did not start: ${end.fault}`;
    case 'limit':
      return `the agent was ended, having changed nothing: ${end.limit}${dropped}`;
    case 'finished':
      return `the agent finished without changing anything${dropped}`;
    case 'exited':
      return end.code === 0
        ? `the agent ended without changing anything${dropped}`
        : `the agent ended with ${end.code}${end.code === KILLED ? KILLED_HINT : ''}${errors}${dropped}`;
  }
}

function leftOut({ count, paths }: { readonly count: number; readonly paths: readonly string[] }): string {
  return `; ${count} new files outside the editable paths are left out: ${paths.join(', ')}`;
}

function modelWork(
  { spent }: ErrandResult,
  { agent }: AgentOptions,
  prompt: AgentPrompt,
  edits: readonly object[],
): ModelWork {
  const { calls, models, inputTokens, outputTokens, money } = spent!;
  return {
    name: `${agent}/${models.join('+')}`,
    turns: calls,
    promptDigest: digestOf(prompt.text),
    answerDigest: edits.length === 0 ? null : digestOf(JSON.stringify(edits)),
    ...{ inputTokens, outputTokens, money },
    taint: prompt.taint,
    ...(prompt.memory.length === 0 ? {} : { memory: prompt.memory }),
  };
}

/** The agent's own words where it kept to the form, for people; else what it changed. */
function summaryOf(said: string | null, paths: readonly string[]): string {
  const own = statedSummary(said ?? '');
  return plainLine(own ?? (paths.length === 0 ? 'nothing' : `changed ${paths.join(', ')}`), LONGEST_SUMMARY);
}
