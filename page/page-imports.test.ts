import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

const page = import.meta.dirname;
const source = join(page, '..', 'src');

/** Modules of `src/` whose code the page may hold: they compute figures and words from plain data. */
const SHARED = [
  'acceptance/certificate/stages.ts',
  'kernel/verdict.ts',
  'report/certificate/numbers.ts',
  'report/chart/axis.ts',
  'report/comparison-words.ts',
  'report/format.ts',
  'report/grade-words.ts',
  'report/refusal-words.ts',
];

interface Import {
  readonly target: string;
  readonly onlyTypes: boolean;
}

/** What a module takes from other modules, by paths as they resolve. */
function importsOf(file: string): readonly Import[] {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  const taken = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      onlyTypes: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ specifier: moduleRequest.value, onlyTypes: isType }],
      ),
    ),
  ];
  return taken
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, onlyTypes }) => ({ target: resolve(dirname(file), specifier), onlyTypes }));
}

function fromSource(file: string): readonly { readonly name: string; readonly onlyTypes: boolean }[] {
  return importsOf(file)
    .map(({ target, onlyTypes }) => ({ name: relative(source, target), onlyTypes }))
    .filter(({ name }) => !name.startsWith('..'));
}

/** The contract with the server and everything whose types it is written with. */
function contract(): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [join(source, 'surfaces/view/protocol.ts')];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(relative(source, file))) continue;
    found.add(relative(source, file));
    open.push(...importsOf(file).map(({ target }) => target));
  }
  return found;
}

test('of src/ the page takes types of its contract with the server, and the code of a few pure modules', () => {
  const allowed = contract();
  const wrong = globSync('src/**/*.{ts,tsx}', { cwd: page }).flatMap((file) =>
    fromSource(join(page, file))
      .filter(({ name, onlyTypes }) => !SHARED.includes(name) && !(onlyTypes && allowed.has(name)))
      .map(({ name }) => `${file} takes ${name}`),
  );
  expect(wrong).toEqual([]);
});

test.each(SHARED)('%s brings no code with it but that of its like', (name) => {
  const file = join(source, name);
  const code = importsOf(file).filter(({ onlyTypes }) => !onlyTypes);
  expect(code.filter(({ target }) => !SHARED.includes(relative(source, target)))).toEqual([]);
  expect(readFileSync(file, 'utf8')).not.toMatch(/from '[^.]/);
});

test('nothing of a candidate becomes markup', () => {
  const wrong = globSync('src/**/*.{ts,tsx}', { cwd: page }).filter((file) =>
    /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(
      readFileSync(join(page, file), 'utf8'),
    ),
  );
  expect(wrong).toEqual([]);
});
