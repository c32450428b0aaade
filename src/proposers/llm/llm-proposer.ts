import { createHash } from 'node:crypto';
import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { ModelWork } from '../../kernel/candidate.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { ProposerServices } from '../services.ts';
import type { ModelRecords } from './choice/model-record.ts';
import { recordOutcome } from './choice/model-record.ts';
import { chooseModel } from './choice/choose-model.ts';
import type { Conversation } from './converse.ts';
import type { Lesson } from './lessons.ts';
import { learn } from './lessons.ts';
import { familyOf, openModel } from './open-model.ts';
import type { LlmOptions, ModelChoice } from './options.ts';
import { llmOptions, modelName } from './options.ts';
import { buildPrompt } from './prompt/build-prompt.ts';
import { instructionsText } from './prompt/instructions.ts';

/** What the proposer remembers; of bounded size. */
export type LlmState = { readonly models: ModelRecords; readonly lessons: readonly Lesson[] };

type Services = Pick<ProposerServices, 'models' | 'goal'>;

/**
 * Asks a model for a change, by search/replace or whole files. An answer that does not apply is sent back with what is wrong
 * a bounded number of times and then given up; it never becomes a copy of its parent. Calls go through the metered door.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createLlmProposer(source: JsonObject, services: Services): Proposer<LlmState> {
  const options = llmOptions(source);
  return {
    id: 'llm',
    trusted: false,
    author: { kind: 'model', family: null },
    start: () => ({ models: {}, lessons: [] }),
    observe: ({ models, lessons }, outcome) => ({
      models: recordOutcome(models, outcome),
      lessons: learn(lessons, outcome),
    }),
    propose: (request) => propose(request, options, services),
  };
}

async function propose(
  request: ProposalRequest<LlmState>,
  options: LlmOptions,
  services: Services,
): Promise<Proposal> {
  const { parents, random, state, signal } = request;
  const choice = chooseModel(options, state.models, random);
  const instructions = instructionsText(services.goal ?? null, options.instructions);
  const prompt = buildPrompt(request, state.lessons, options, random);
  // The SDK takes its time to load; nobody who asks no model waits for it.
  const { converse } = await import('./converse.ts');
  const conversation = await converse({
    model: await openModel(choice, services.models),
    name: modelName(choice),
    parents: parents.map(({ files }) => files),
    secrets: services.models === null ? [] : [services.models.token],
    instructions,
    prompt: prompt.text,
    options,
    random,
    signal,
  });
  const work: ModelWork = {
    name: modelName(choice),
    turns: conversation.turns,
    promptDigest: digestOf(`${instructions}\n\n${prompt.text}`),
    answerDigest: conversation.answer === null ? null : digestOf(conversation.answer),
    ...costOf(conversation, choice, services),
    taint: prompt.taint,
  };
  const provenance = {
    proposer: 'llm',
    operator: `${options.style} ${modelName(choice)}`,
    summary: summaryOf(conversation.answer),
    author: { kind: 'model', family: familyOf(choice), context: [], at: null },
    model: work,
  } as const;
  const { outcome } = conversation;
  if (outcome.kind === 'edits') return { kind: 'edit', edits: outcome.edits, provenance };
  return { kind: 'nothing', reason: outcome.reason, provenance, overBudget: outcome.overBudget };
}

function costOf(
  { tokens }: Conversation,
  { model }: ModelChoice,
  { models }: Services,
): Pick<ModelWork, 'inputTokens' | 'outputTokens' | 'money'> {
  const prices = tokens.map((turn) => (turn === null ? null : (models?.price(model, turn) ?? null)));
  return {
    inputTokens: sum(tokens.map((turn) => turn && turn.input + turn.cachedInput + turn.cacheWrite)),
    outputTokens: sum(tokens.map((turn) => turn && turn.output)),
    money: sum(prices),
  };
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
}

const LONGEST_SUMMARY = 160;

/** What the model says it did: its own words, for people, with nothing in them that could trick a terminal. */
function summaryOf(answer: string | null): string {
  const said = /^\W{0,4}SUMMARY\W{0,4}:\W{0,4}(\S.*)$/im.exec(answer ?? '')?.[1] ?? 'not summarised';
  const clean = redactSecrets(plainText(said).text, []).text.trim();
  return clean.length <= LONGEST_SUMMARY ? clean : `${clean.slice(0, LONGEST_SUMMARY - 1)}…`.toWellFormed();
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
