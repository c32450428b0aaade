import type { Json } from '../../../kernel/json.ts';
import { canonicalJson } from '../../../kernel/json.ts';
import type { DescribedServer, DescribedTool } from './described-server.ts';

/** One thing in which a server differs from what was approved. */
export type ServerDifference =
  | { readonly kind: 'tool-added' | 'tool-removed'; readonly tool: string }
  | {
      readonly kind: 'tool-changed';
      readonly tool: string;
      /** As `description` or `inputSchema`. */
      readonly part: keyof DescribedTool;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'server-changed';
      readonly part: 'server' | 'version' | 'protocol' | 'instructions';
      readonly before: string;
      readonly after: string;
    };

const SERVER_PARTS = ['server', 'version', 'protocol', 'instructions'] as const;
const TOOL_PARTS = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/** In which parts `after` is not `before`: empty exactly when their hashes are equal. */
export function serverDifferences(
  before: DescribedServer,
  after: DescribedServer,
): readonly ServerDifference[] {
  const own = SERVER_PARTS.flatMap((part): readonly ServerDifference[] => {
    const [old, own_] = [textOf(before[part]), textOf(after[part])];
    return old === own_ ? [] : [{ kind: 'server-changed', part, before: old, after: own_ }];
  });
  const known = new Map(before.tools.map((tool) => [tool.name, tool]));
  const present = new Set(after.tools.map((tool) => tool.name));
  const removed = before.tools.filter(({ name }) => !present.has(name));
  return [
    ...own,
    ...after.tools.flatMap((tool) => toolDifferences(known.get(tool.name), tool)),
    ...removed.map(({ name }): ServerDifference => ({ kind: 'tool-removed', tool: name })),
  ];
}

function toolDifferences(
  before: DescribedTool | undefined,
  after: DescribedTool,
): readonly ServerDifference[] {
  const tool = after.name;
  if (before === undefined) return [{ kind: 'tool-added', tool }];
  return TOOL_PARTS.flatMap((part): readonly ServerDifference[] => {
    const [old, own] = [textOf(before[part]), textOf(after[part])];
    return old === own ? [] : [{ kind: 'tool-changed', tool, part, before: old, after: own }];
  });
}

/** Texts as they are, anything else in its canonical form, nothing as nothing. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : canonicalJson(value as Json);
}

/** A difference in one line without the texts themselves. */
export function differenceLine(difference: ServerDifference): string {
  switch (difference.kind) {
    case 'tool-added':
      return `tool ${difference.tool} is new`;
    case 'tool-removed':
      return `tool ${difference.tool} is gone`;
    case 'tool-changed':
      return `tool ${difference.tool}: ${difference.part} changed`;
    case 'server-changed':
      return `${difference.part} changed`;
  }
}
