import type { Task } from '../../kernel/task.ts';
import type { Attack, Reference } from '../attack.ts';
import { BEHAVIOURS } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { attackJavaScript } from './javascript.ts';
import { PROGRAM_ATTACKS } from './programs.ts';
import { attackPython } from './python.ts';

const JAVASCRIPT = /\.[cm]?[jt]sx?$/;
const PYTHON = /\.py$/;

/** Every attack that can be made on a task's oracle. Which of them concerns what it is asked is for the oracle to say. */
export function makeAttacks(reference: Reference, task: Pick<Task, 'subject' | 'build'>): readonly Attack[] {
  return [
    ...behaviourAttacks(reference),
    ...programs(reference, task),
    ...leftovers(reference),
    ...trespasses(reference),
  ];
}

/** The attacks that put something else in the place of what the code exports. */
export function behaviourAttacks(
  { editable }: Reference,
  behaviours: readonly Behaviour[] = BEHAVIOURS,
): readonly Attack[] {
  return behaviours.flatMap((behaviour) => {
    const edits = Object.entries(editable).flatMap(([path, text]) => {
      const content = attacked(path, text, behaviour);
      return content === null ? [] : [{ path, content }];
    });
    const { name, does, expectation } = behaviour;
    return edits.length === 0 ? [] : [{ name, does, expectation, edits }];
  });
}

function attacked(path: string, text: string, { javascript, python }: Behaviour): string | null {
  if (JAVASCRIPT.test(path)) return attackJavaScript(path, text, javascript);
  return PYTHON.test(path) ? attackPython(text, python) : null;
}

/** The files a task's program is started from, or built from. */
function programs(
  { editable }: Reference,
  { subject, build }: Pick<Task, 'subject' | 'build'>,
): readonly Attack[] {
  const words = new Set(
    [
      ...(subject.kind === 'command' || subject.kind === 'artifact' ? subject.argv : []),
      ...(build?.argv ?? []),
    ].map((word) => word.replace(/^\.\//, '')),
  );
  const paths = Object.keys(editable).filter((path) => words.has(path));
  return PROGRAM_ATTACKS.flatMap(({ name, does, expectation, text }) => {
    const edits = paths.flatMap((path) => {
      const content = text(path.slice(path.lastIndexOf('.') + 1));
      return content === null ? [] : [{ path, content }];
    });
    return edits.length === 0 ? [] : [{ name, does, expectation, edits }];
  });
}

/** Files instead of code: nothing in them, or nothing left of them. */
export function leftovers({ editable }: Reference): readonly Attack[] {
  const paths = Object.keys(editable);
  const emptied = { name: 'emptied', does: 'empties every editable file', expectation: 'must-fail' } as const;
  return [{ ...emptied, edits: paths.map((path) => ({ path, content: '' })) }];
}

/** Changes no candidate may make: to the tests, to what configures them, to what lies outside. */
function trespasses({ protectedPaths }: Reference): readonly Attack[] {
  const changed = protectedPaths.slice(0, 1).map((path) => ({ path, content: '' }));
  const places = ['.git/hooks/post-checkout', '../escape', 'conftest.py', 'package.json', 'sitecustomize.py'];
  const planted = places
    .filter((path) => !protectedPaths.includes(path))
    .map((path) => ({ path, content: 'x' }));
  return [
    ...changed.map((edit) => ({
      name: `tamper: ${edit.path}`,
      does: 'empties a protected file',
      edits: [edit],
    })),
    ...planted.map((edit) => ({
      name: `plant: ${edit.path}`,
      does: 'adds a file that programs read unasked',
      edits: [edit],
    })),
  ].map((attack) => ({ ...attack, expectation: 'must-not-enter' as const }));
}
