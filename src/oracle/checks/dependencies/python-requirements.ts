import { posix } from 'node:path';
import type { JudgedFiles, TreeFiles } from '../../define.ts';
import type { DependencyChange, DependencyProblem, Requirement } from './requirement.ts';

const FILE =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements\/[^/]+\.txt|constraints[\w.-]*\.txt)$/i;
/* Requirement specifiers (PEP 508), reduced to a name with one exact version. */
const PINNED = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[\w\s,.-]*\])?\s*==\s*([\w.!+-]+)\s*(?:;.*)?$/;
const NAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/;

/** What the candidate's requirements files add to the baseline's. */
export function pythonChange({ candidate, baseline, changed }: JudgedFiles): DependencyChange {
  const requirements: Requirement[] = [];
  const problems: DependencyProblem[] = [];
  const queue = changed.filter((path) => FILE.test(path) && candidate.text(path) !== null);
  const seen = new Set(queue);
  for (const file of queue) {
    const before = new Set(baseline.text(file) === null ? [] : linesOf(baseline, file));
    for (const line of linesOf(candidate, file)) {
      if (before.has(line)) continue;
      const included = /^(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)$/.exec(line)?.[1];
      if (included !== undefined) {
        const path = posix.normalize(posix.join(posix.dirname(file), included));
        if (candidate.text(path) === null)
          problems.push({ file, name: included, what: 'is a file outside the workspace' });
        else if (!seen.has(path)) queue.push(path);
        seen.add(path);
        continue;
      }
      requirementOf(line, file, { requirements, problems });
    }
  }
  return { requirements, problems };
}

function requirementOf(
  line: string,
  file: string,
  { requirements, problems }: { requirements: Requirement[]; problems: DependencyProblem[] },
): void {
  const [wanted, ...hashes] = line.split(/\s+--hash[=\s]/);
  const match = PINNED.exec(wanted!.trim());
  if (match !== null) {
    const integrity = hashes.map((hash) => hash.trim().toLowerCase());
    const locked = integrity.length === 0 ? null : { resolved: null, integrity };
    const [, name, version] = match;
    requirements.push({
      ecosystem: 'pypi',
      name: pythonName(name!),
      version: version!,
      direct: true,
      file,
      locked,
    });
    return;
  }
  const name = (NAME.exec(line)?.[0] ?? line).slice(0, 100);
  if (line.startsWith('-'))
    problems.push({ file, name, what: 'is an option: where packages come from may not change' });
  else if (/[:@/]/.test(wanted!)) problems.push({ file, name, what: 'comes from elsewhere' });
  else problems.push({ file, name, what: 'is not pinned to one version with ==' });
}

/** A name as registries compare it (PEP 503). */
export function pythonName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Names that the files of a tree pin. */
export function pythonNames(tree: TreeFiles): readonly string[] {
  return tree.paths
    .filter((path) => FILE.test(path))
    .flatMap((path) => linesOf(tree, path).flatMap((line) => NAME.exec(line)?.[0] ?? []))
    .map(pythonName);
}

/** Without comments; continued lines are one. */
function linesOf(tree: TreeFiles, path: string): readonly string[] {
  return tree
    .text(path)!
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
