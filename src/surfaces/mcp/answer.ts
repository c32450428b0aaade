import { randomInt } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { DATA_BLOCK_RULE, dataBlock } from '../../kernel/data-block.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { randomFrom } from '../../kernel/random.ts';

/** What a tool answers. */
export interface Answer {
  /** In words and figures of our own: no text of a candidate or its author is in it. */
  readonly facts: JsonObject;
  /** What candidates and their authors wrote, each to be shown in a data block of its own. */
  readonly foreign?: readonly ForeignText[];
  /** True when what was asked for was not done. */
  readonly failed?: boolean;
}

export interface ForeignText {
  readonly label: string;
  readonly text: string;
}

const MOST_CHARACTERS = 100_000;

const UNPREDICTABLE = randomFrom(() => randomInt(2 ** 32) / 2 ** 32);

/** The facts as structured content and as text, then each foreign text in its block. */
export function toolResult({ facts, foreign = [], failed = false }: Answer): CallToolResult {
  const blocks = foreign.map(({ label, text }) =>
    dataBlock({ label, text, maximumCharacters: MOST_CHARACTERS }, UNPREDICTABLE),
  );
  const rule = blocks.length === 0 ? [] : [DATA_BLOCK_RULE];
  const texts = [JSON.stringify(facts), ...rule, ...blocks.map(({ text }) => text)];
  return {
    structuredContent: facts,
    content: texts.map((text) => ({ type: 'text', text })),
    isError: failed,
  };
}

/** Codes of errors whose words name nothing but what the client named itself. */
const TOLD: ReadonlySet<string> = new Set(['FULCRUM_E_CANDIDATE_MISSING', 'FULCRUM_E_CANDIDATE_REFUSED']);

/** An error as a client may see it: with no path of this machine and nothing of the oracle. */
export function errorAnswer(error: unknown): Answer & { readonly told: boolean } {
  if (isFulcrumError(error)) {
    const { code, what, mend } = error.facts;
    if (code.startsWith('FULCRUM_E_MCP_') || TOLD.has(code))
      return { facts: { error: { code, what, mend } }, failed: true, told: true };
  }
  const code = isFulcrumError(error) ? error.facts.code : 'FULCRUM_E_INTERNAL';
  const what = 'this could not be done; whoever runs this server can read why';
  return { facts: { error: { code, what, mend: 'Try again later' } }, failed: true, told: false };
}
