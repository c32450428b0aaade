import type { TreeFiles } from '../../define.ts';

export type JsonRecord = { readonly [field: string]: unknown };

/** A file's JSON object; null when there is no such file. */
export function recordIn(tree: TreeFiles, path: string): JsonRecord | 'malformed' | null {
  const text = tree.text(path);
  if (text === null) return null;
  try {
    return recordOf(JSON.parse(text)) ?? 'malformed';
  } catch {
    return 'malformed';
  }
}

export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** An object whose every value is a text; null for anything else. */
export function textsIn(value: unknown): { readonly [field: string]: string } | null {
  const record = recordOf(value);
  if (record === null) return null;
  return Object.values(record).every((one) => typeof one === 'string')
    ? (record as { readonly [field: string]: string })
    : null;
}
