import { BEHAVIOURS } from '../attacks/behaviour.ts';
import { attackJavaScript } from '../attacks/javascript.ts';
import { behaviourAttacks, leftovers } from '../attacks/make-attacks.ts';
import { attackPython } from '../attacks/python.ts';
import type { Attack, Reference } from '../attack.ts';
import { pathMatcher } from '../../workspace/paths.ts';
import { LYING_ANSWERS, WRONG_VALUES } from './lying-answers.ts';
import { RUNNER_CONFIGURATION, fileSubversions } from './subversions/files.ts';
import { PROCESS_SUBVERSIONS } from './subversions/process.ts';
import { RESULT_SUBVERSIONS } from './subversions/results.ts';
import type { Subversion, Targets } from './subversions/subversion.ts';

export interface HarnessFacts {
  readonly editable: readonly string[];
  /** Where the tree lies, and where the harness is started: absolute paths, as seen inside. */
  readonly root: string;
  readonly startsIn: string;
  /** Paths in the tree where results are left. */
  readonly resultFiles: readonly string[];
}

/**
 * How often a foreign harness calls a candidate, and whether its calls ought to have different answers, is not known:
 * these are wrong only if it does.
 */
const DEPEND_ON_CALLS = new Set(['memoising', 'every seventh', 'later']);

/** Attacks on a harness that runs in one place with the candidate: what candidates answer, and what they do to it. */
export function harnessAttacks(reference: Reference, facts: HarnessFacts): readonly Attack[] {
  const behaviours = BEHAVIOURS.map((behaviour) =>
    DEPEND_ON_CALLS.has(behaviour.name) ? { ...behaviour, expectation: 'shows-gap' as const } : behaviour,
  );
  return [
    ...behaviourAttacks(reference, behaviours),
    ...behaviourAttacks(reference, [WRONG_VALUES, ...LYING_ANSWERS]).filter(({ edits, name }) =>
      isMeant(name, edits),
    ),
    ...subversionAttacks(reference, facts),
    ...leftovers(reference),
    ...planted(reference, facts),
  ];
}

/** No JavaScript can look at its callers. */
function isMeant(name: string, edits: Attack['edits']): boolean {
  return name !== 'answers of its caller' || edits.some(({ path }) => path.endsWith('.py'));
}

function subversionAttacks(
  reference: Reference,
  { root, startsIn, resultFiles }: HarnessFacts,
): readonly Attack[] {
  const targets: Targets = {
    harnessFiles: reference.protectedPaths.map((path) => `${root}/${path}`),
    resultFiles: resultFiles.map((path) => `${root}/${path}`),
  };
  const subversions = [...PROCESS_SUBVERSIONS, ...RESULT_SUBVERSIONS, ...fileSubversions(startsIn)].filter(
    ({ needsResultFile }) => !needsResultFile || resultFiles.length > 0,
  );
  return subversions.flatMap((subversion) => {
    const edits = entryFiles(reference).flatMap(([path, text]) => {
      const content = subverted(path, text, subversion, targets);
      return content === null ? [] : [{ path, content }];
    });
    const { name, does, expectation, outlasts } = subversion;
    return edits.length === 0 ? [] : [{ name, does, expectation, outlasts, edits }];
  });
}

/** The files that no other one mentions: wrong answers of the others would only break those. */
function entryFiles({ editable }: Reference): readonly (readonly [path: string, text: string])[] {
  const files = Object.entries(editable);
  const entries = files.filter(([path]) => {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const mention = new RegExp(`(?:[/'"]|import +|from +\\.*)${name.replaceAll(/\W/g, '\\$&')}\\b`);
    return !files.some(([other, text]) => other !== path && mention.test(text));
  });
  return entries.length === 0 ? files : entries;
}

/** A file that does its mischief when it is loaded, after its own statements. */
function subverted(path: string, text: string, subversion: Subversion, targets: Targets): string | null {
  const { javascript, python, answers } = subversion;
  const isHonest = answers === 'as the reference';
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    if (javascript === null) return null;
    const base = isHonest ? text : (attackJavaScript(path, text, WRONG_VALUES.javascript) ?? text);
    return `${base}\n;(() => {\n${javascript(targets)}\n})();\n`;
  }
  if (!path.endsWith('.py') || python === null) return null;
  const base = isHonest ? text : (attackPython(text, WRONG_VALUES.python) ?? text);
  return `${base}\n${python(targets)}\n`;
}

/** Files that a candidate may add where it may write anyway. */
function planted({ editable }: Reference, { editable: globs }: HarnessFacts): readonly Attack[] {
  const isEditable = pathMatcher(globs);
  const broken = Object.entries(editable).flatMap(([path, text]) => {
    if (path.endsWith('.py')) {
      const content = attackPython(text, WRONG_VALUES.python);
      return content === null ? [] : [{ path, content }];
    }
    const content = /\.[cm]?[jt]sx?$/.test(path)
      ? attackJavaScript(path, text, WRONG_VALUES.javascript)
      : null;
    return content === null ? [] : [{ path, content }];
  });
  return Object.entries(RUNNER_CONFIGURATION)
    .filter(([path]) => isEditable(path) && !Object.hasOwn(editable, path))
    .map(([path, content]) => ({
      name: `plant: ${path}`,
      does: `adds ${path}, which programs read unasked, and answers wrongly`,
      expectation: 'must-fail' as const,
      edits: [{ path, content }, ...broken],
    }));
}
