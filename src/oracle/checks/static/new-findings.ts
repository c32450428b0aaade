import { createHash } from 'node:crypto';
import type { TreeFiles } from '../../define.ts';
import type { Finding } from './sarif.ts';

/** A finding with the path it has in its tree; the tool's own text where the tree has no such file. */
export interface PlacedFinding extends Finding {
  readonly path: string | null;
  readonly identity: string;
}

/**
 * Gives findings an identity that outlives moved lines and changed numbers in messages: rule and the tool's fingerprint,
 * or rule, path, message and the text of the line.
 */
export function placeFindings(findings: readonly Finding[], tree: TreeFiles): readonly PlacedFinding[] {
  const known = new Set(tree.paths);
  const lines = new Map<string, readonly string[]>();
  const lineOf = (path: string | null, line: number | null): string => {
    if (path === null || line === null || !known.has(path)) return '';
    const own = lines.get(path) ?? tree.text(path)!.split('\n');
    lines.set(path, own);
    return (own[line - 1] ?? '').trim();
  };
  return findings.map((finding) => {
    const path = finding.uri === null ? null : pathOf(finding.uri, known);
    const fallback = [path, withoutNumbers(finding.message), lineOf(path, finding.line)];
    const parts = [finding.rule, ...(finding.fingerprint === null ? fallback : [finding.fingerprint])];
    const identity = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    return { ...finding, path, identity };
  });
}

/** Findings that the baseline has not, or has fewer times: of equal ones the last are called new. */
export function newFindings(
  candidate: readonly PlacedFinding[],
  baseline: readonly PlacedFinding[],
): readonly PlacedFinding[] {
  const left = new Map<string, number>();
  for (const { identity } of baseline) left.set(identity, (left.get(identity) ?? 0) + 1);
  return candidate.filter(({ identity }) => {
    const rest = left.get(identity) ?? 0;
    left.set(identity, rest - 1);
    return rest <= 0;
  });
}

/** A workspace path: tools write absolute URIs, relative ones, and ones with `./` before them. */
function pathOf(uri: string, known: ReadonlySet<string>): string {
  const names = uri
    .replace(/^file:(?:\/\/[^/]*)?/, '')
    .split('/')
    .filter((name) => name !== '' && name !== '.');
  for (let first = 0; first < names.length; first += 1) {
    const path = names.slice(first).join('/');
    if (known.has(path)) return path;
  }
  return names.join('/');
}

function withoutNumbers(message: string): string {
  return message.replaceAll(/\d+/g, '#');
}
