import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { ModelWork } from '../../kernel/candidate.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import { memoryEntries } from '../memory-option.ts';
import { withOwnToken } from '../own-token.ts';
import type { ModelDoor, ProposerServices } from '../services.ts';
import { LONGEST_SUMMARY } from '../summary-line.ts';
import type { ModelRecords } from './choice/model-record.ts';
import { recordOutcome } from './choice/model-record.ts';
import { chooseModel } from './choice/choose-model.ts';
import { costOfCalls } from './call-cost.ts';
import type { Conversation } from './converse.ts';
import type { ComparedChange } from './embedding/compare-change.ts';
import type { RememberedChange } from './embedding/remembered.ts';
import { rememberChange } from './embedding/remembered.ts';
import type { KeptFiles } from './kept-files.ts';
import { digestOf, keptFiles } from './kept-files.ts';
import type { Lesson } from './lessons.ts';
import { learn } from './lessons.ts';
import type { PromptSource } from './meta-prompt/evolve-prompt.ts';
import { firstPrompts, instructionsFor } from './meta-prompt/instructions-for.ts';
import type { PromptPopulation } from './meta-prompt/population.ts';
import { observePrompt } from './meta-prompt/population.ts';
import { familyOf, openModel } from './open-model.ts';
import type { LlmOptions, ModelChoice } from './options.ts';
import { llmOptions, modelName } from './options.ts';
import { buildPrompt } from './prompt/build-prompt.ts';
import { instructionsText } from './prompt/instructions.ts';

/** What the proposer remembers; of bounded size. */
export type LlmState = {
  readonly models: ModelRecords;
  readonly lessons: readonly Lesson[];
  /** Empty where instructions do not evolve. */
  readonly prompts: PromptPopulation;
  /** Empty where changes are not embedded. */
  readonly changes: readonly RememberedChange[];
};

type Services = Pick<ProposerServices, 'models' | 'goal' | 'memory' | 'runDirectory'>;

/**
 * Asks a model for a change, by search/replace or whole files. An answer that does not apply is sent back with what is wrong
 * a bounded number of times and then given up; it never becomes a copy of its parent. Calls go through the metered door.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createLlmProposer(source: JsonObject, services: Services): Proposer<LlmState> {
  const options = llmOptions(source);
  const { metaPrompt, embedding } = options;
  return {
    id: 'llm',
    trusted: false,
    author: { kind: 'model', family: null },
    start: () => ({ models: {}, lessons: [], prompts: firstPrompts(options), changes: [] }),
    observe: ({ models, lessons, prompts, changes }, outcome) => ({
      models: recordOutcome(models, outcome),
      lessons: learn(lessons, outcome),
      prompts: metaPrompt === null ? prompts : observePrompt(prompts, outcome, metaPrompt.keep),
      changes:
        embedding === null
          ? changes
          : rememberChange(changes, outcome, modelName(embedding), embedding.remembered),
    }),
    propose: (request) =>
      withOwnToken(services.models, request.number, (models) =>
        propose(request, options, { ...services, models }),
      ),
  };
}

async function propose(
  request: ProposalRequest<LlmState>,
  options: LlmOptions,
  services: Services,
): Promise<Proposal> {
  const { parents, random, state, signal } = request;
  const choice = chooseModel(options, state.models, random);
  const access = await accessFor(choice, services, signal);
  const kept = keptFiles(services.runDirectory);
  const evolved = await instructionsFor({
    ...access,
    number: request.number,
    population: state.prompts,
    lessons: state.lessons,
    goal: services.goal ?? null,
    kept,
    options,
    random,
  });
  if (evolved !== null && evolved.overBudget !== null) {
    return { kind: 'nothing', reason: evolved.overBudget, overBudget: true };
  }
  const instructions = instructionsText(
    services.goal ?? null,
    evolved?.text ?? options.instructions,
    options.output,
  );
  const memory = memoryEntries(options.memory, services.memory);
  const prompt = buildPrompt(request, state.lessons, options, random, memory);
  // The SDK takes its time to load; nobody who asks no model waits for it.
  const { converse } = await import('./converse.ts');
  const conversation = await converse({
    ...access,
    parents: parents.map(({ files }) => files),
    instructions,
    prompt,
    marksCache: options.cache && choice.provider === 'anthropic',
    options,
    random,
  });
  const compared = await compareOutcome(conversation, request, options, services.models, kept);
  const work: ModelWork = {
    name: modelName(choice),
    turns: conversation.turns,
    promptDigest: digestOf(`${instructions}\n\n${prompt.text}`),
    answerDigest: conversation.answer === null ? null : digestOf(conversation.answer),
    ...costOfCalls(
      [
        ...[...(evolved?.tokens ?? []), ...conversation.tokens].map((tokens) => ({
          model: choice.model,
          tokens,
        })),
        ...(compared === null ? [] : [{ model: options.embedding!.model, tokens: compared.tokens }]),
      ],
      services.models,
    ),
    taint: [...new Set([...(evolved?.taint ?? []), ...prompt.taint])].toSorted(),
    ...(memory.length === 0 ? {} : { memory: memory.map(({ digest }) => digest) }),
    ...(evolved === null ? {} : { prompt: evolved.use }),
    ...(compared === null || compared.use === null ? {} : { embedding: compared.use }),
  };
  const provenance = {
    proposer: 'llm',
    operator: `${options.style} ${modelName(choice)}`,
    summary: summaryOf(conversation.summary),
    author: { kind: 'model', family: familyOf(choice), context: [], at: null },
    model: work,
  } as const;
  if (compared !== null && compared.refusal !== null) {
    return { kind: 'nothing', provenance, ...compared.refusal };
  }
  const { outcome } = conversation;
  if (outcome.kind === 'edits') return { kind: 'edit', edits: outcome.edits, provenance };
  return { kind: 'nothing', reason: outcome.reason, provenance, overBudget: outcome.overBudget };
}

/** The model of one proposal, and what must not be told of the way to it. */
async function accessFor(
  choice: ModelChoice,
  { models }: Services,
  signal: AbortSignal,
): Promise<Pick<PromptSource, 'model' | 'name' | 'secrets' | 'signal'>> {
  return {
    model: await openModel(choice, models),
    name: modelName(choice),
    secrets: models === null ? [] : [models.token],
    signal,
  };
}

/** Null where there is no change, or none is to be embedded. */
async function compareOutcome(
  { outcome }: Conversation,
  { parents, state, signal }: ProposalRequest<LlmState>,
  { embedding }: LlmOptions,
  door: ModelDoor | null,
  kept: KeptFiles,
): Promise<ComparedChange | null> {
  if (embedding === null || outcome.kind !== 'edits') return null;
  const { compareChange } = await import('./embedding/compare-change.ts');
  return compareChange({
    edits: outcome.edits,
    parent: parents[0]!.files,
    remembered: state.changes,
    choice: embedding,
    kept,
    door,
    signal,
  });
}

/** What the model says it did: its own words, for people, with nothing in them that could trick a terminal. */
function summaryOf(said: string | null): string {
  const line = plainLine(said ?? '', LONGEST_SUMMARY);
  return line === '' ? 'not summarised' : line;
}
