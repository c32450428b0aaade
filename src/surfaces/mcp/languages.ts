import { extname } from 'node:path';

const LANGUAGES: { readonly [extension: string]: string } = {
  '.ts': 'TypeScript',
  '.mts': 'TypeScript',
  '.tsx': 'TypeScript',
  '.js': 'JavaScript',
  '.mjs': 'JavaScript',
  '.cjs': 'JavaScript',
  '.jsx': 'JavaScript',
  '.py': 'Python',
  '.c': 'C',
  '.h': 'C',
  '.cc': 'C++',
  '.cpp': 'C++',
  '.hpp': 'C++',
  '.cu': 'CUDA',
  '.rs': 'Rust',
  '.go': 'Go',
  '.java': 'Java',
  '.rb': 'Ruby',
  '.sh': 'Shell',
  '.sql': 'SQL',
};

/** What files are written in by the ends of their names; the most frequent first, others left out. */
export function languagesOf(paths: readonly string[]): readonly string[] {
  const named = paths.flatMap((path) => LANGUAGES[extname(path).toLowerCase()] ?? []);
  const counted = Map.groupBy(named, (language) => language);
  return [...counted]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([language]) => language);
}
