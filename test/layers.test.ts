import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

import { parseSync } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Layer } from '../scripts/layers.ts';
import { forbiddenLayers, LAYERS } from '../scripts/layers.ts';

const root = join(import.meta.dirname, '..');
const oxlint = join(root, 'node_modules', '.bin', 'oxlint');

/** Every way a module can name another one; each line needs names of its own. */
const FORMS: readonly ((specifier: string, line: number) => string)[] = [
  (specifier, line) => `import { value as v${line} } from '${specifier}';`,
  (specifier, line) => `import type { Shape as S${line} } from '${specifier}';`,
  (specifier, line) => `import { type Shape as S${line} } from '${specifier}';`,
  (specifier, line) => `import * as n${line} from '${specifier}';`,
  (specifier) => `import '${specifier}';`,
  (specifier, line) => `export { value as v${line} } from '${specifier}';`,
  (specifier, line) => `export type { Shape as S${line} } from '${specifier}';`,
  (specifier) => `export * from '${specifier}';`,
  (specifier, line) => `const d${line} = await import('${specifier}');`,
];

const source = join(root, 'src');

function sourceFiles(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

/** The layers that a file of `src/` imports, as resolved paths say and not as the specifier reads: `loop -> kernel`. */
function layerEdges(file: string): readonly string[] {
  const { module } = parseSync(file, readFileSync(join(source, file), 'utf8'));
  const imported = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value ?? ''),
    ),
  ];
  const from = file.split(sep)[0]!;
  if (from === 'index.ts') return [];
  return imported
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(source, join(source, dirname(file), specifier)).split(sep)[0]!)
    .map((to) => `${from} -> ${to}`);
}

interface Diagnostic {
  readonly code?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** A copy of the source tree's shape with planted files, linted by the real configuration. */
interface Plantation {
  readonly plant: (path: string, lines: readonly string[]) => void;
  /** Lints everything; the answer tells on which lines of a file a rule spoke. */
  readonly lint: () => (rule: string, file: string) => readonly number[] | undefined;
  readonly remove: () => void;
}

function createPlantation(): Plantation {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-layers-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(directory, '.oxlintrc.json'));
  const plant: Plantation['plant'] = (path, lines) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), lines.join('\n'));
  };
  plant('tsconfig.json', [
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  ]);
  for (const { name } of LAYERS) plant(`src/${name}/target.ts`, TARGET);
  return {
    plant,
    lint: () => {
      const diagnostics = runOxlint(directory);
      return (rule, file) => linesOfRule(diagnostics, rule, file);
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

const TARGET = ['export const value = 1;', 'export type Shape = number;'];

function runOxlint(directory: string): readonly Diagnostic[] {
  const { stdout, stderr } = spawnSync(oxlint, ['--format=json', 'src'], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stdout === '') throw new Error(`oxlint said nothing: ${stderr}`);
  const report = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[]; number_of_files: number };
  // A diagnostic without a rule is a file that did not parse, in which no rule looked at anything.
  expect(report.diagnostics.filter(({ code }) => code === undefined || code.includes('tsconfig'))).toEqual(
    [],
  );
  // A run that looked at nothing also finds nothing.
  expect(report.number_of_files).toBeGreaterThanOrEqual(LAYERS.length);
  return report.diagnostics;
}

function linesOfRule(
  diagnostics: readonly Diagnostic[],
  rule: string,
  file: string,
): readonly number[] | undefined {
  const lines = diagnostics
    .filter(({ code, filename }) => filename === file && code?.includes(`(${rule})`))
    .map(({ labels }) => labels[0]!.span.line);
  return lines.length === 0 ? undefined : [...new Set(lines)].toSorted((a, b) => a - b);
}

/** Specifiers that lead from a file in `from` at the given depth to the layer `to`, straight and by detours. */
function specifiers(from: string, to: string, depth: number): readonly string[] {
  const up = '../'.repeat(depth);
  return [`${up}${to}/target.ts`, `./${up}${to}/target.ts`, `${up}${from}/../${to}/target.ts`];
}

function everyForm(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path, row) => FORMS.map((form, index) => form(path, row * FORMS.length + index)));
}

const numbersUpTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

const edges = (targets: (layer: Layer) => readonly string[]): readonly (readonly [string, string])[] =>
  LAYERS.flatMap((layer) => targets(layer).map((to) => [layer.name, to] as const));

const forbiddenEdges = edges(forbiddenLayers);
const allowedEdges = edges((layer) => layer.imports);

describe('the layer table', () => {
  const importsOf = (name: string) => LAYERS.find((layer) => layer.name === name)!.imports;

  test('keeps the trust boundary: proposers and the oracle never meet below the surfaces', () => {
    expect(importsOf('proposers')).not.toContain('oracle');
    expect(importsOf('oracle')).not.toContain('proposers');
    const both = LAYERS.filter(({ imports }) => imports.includes('proposers') && imports.includes('oracle'));
    expect(both.map(({ name }) => name)).toEqual(['surfaces']);
  });

  test('lets the kernel import nothing and nothing import the surfaces', () => {
    expect(importsOf('kernel')).toEqual([]);
    expect(LAYERS.filter(({ imports }) => imports.includes('surfaces'))).toEqual([]);
  });

  test('has no cycle: each layer imports only layers above it in the table', () => {
    LAYERS.forEach((layer, index) => {
      const above = new Set(LAYERS.slice(0, index).map(({ name }) => name));
      expect(layer.imports.filter((name) => !above.has(name))).toEqual([]);
    });
  });

  test('has a row for each folder of src/, and .oxlintrc.json was generated from it', () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'generate.ts'), '--check'], { stdio: 'pipe' });
  });

  test('holds in the source itself, type-only imports of the public entry included', () => {
    const known = new Set(
      LAYERS.flatMap(({ name, imports }) => [name, ...imports].map((to) => `${name} -> ${to}`)),
    );
    const seen = sourceFiles().flatMap(layerEdges);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((edge) => !known.has(edge))).toEqual([]);
  });

  test('is switched off nowhere', () => {
    const disabling = sourceFiles().filter((file) =>
      /(?:ox|es)lint-disable[^\n]*no-restricted-(?:imports|properties)|(?:ox|es)lint-disable(?:-[a-z-]+)?\s*(?:\*\/)?$/m.test(
        readFileSync(join(source, file), 'utf8'),
      ),
    );
    expect(disabling).toEqual([]);
  });
});

describe('oxlint', () => {
  const plantation = createPlantation();
  let linesOf: (rule: string, file: string) => readonly number[] | undefined;

  const plantedLines = everyForm(specifiers('from', 'to', 1)).length;

  beforeAll(() => {
    const { plant } = plantation;
    for (const [from, to] of [...forbiddenEdges, ...allowedEdges]) {
      plant(`src/${from}/to-${to}.ts`, everyForm(specifiers(from, to, 1)));
      plant(`src/${from}/inner/to-${to}.ts`, everyForm(specifiers(from, to, 2)));
      plant(`src/${from}/to-${to}.test.ts`, everyForm(specifiers(from, to, 1)));
    }
    for (const { name } of LAYERS) {
      plant(
        `src/${name}/around.ts`,
        everyForm(['fulcrum', 'fulcrum/oracle', '#oracle', '/oracle/target.ts']),
      );
      plant(`src/${name}/outside.ts`, everyForm(['node:fs', 'zod']));
      plant(`src/${name}/outside.test.ts`, everyForm(['node:fs', 'vitest']));
      plant(`src/${name}/chance.ts`, [
        'export const a = Math.random();',
        'export const b = Date.now();',
        'export const c = performance.now();',
      ]);
      plant(`src/${name}/inner.ts`, everyForm(['./target.ts', './inner/deep.ts']));
      plant(`src/${name}/inner/deep.ts`, [...everyForm(['../target.ts']), ...TARGET]);
    }
    plant('src/oracle/type-expression.ts', ["export type A = import('../proposers/target.ts').Shape;"]);
    plant('src/index.ts', ["export { shown } from './report/shown.ts';", 'export const whole = 1;']);
    plant('src/report/shown.ts', ["import { whole } from '../index.ts';", 'export const shown = whole;']);
    linesOf = plantation.lint();
  }, 60_000);

  afterAll(() => plantation.remove());

  test.each(forbiddenEdges)('reports %s -> %s in every form', (from, to) => {
    const everyLine = numbersUpTo(plantedLines);
    expect(linesOf('no-restricted-imports', `src/${from}/to-${to}.ts`)).toEqual(everyLine);
    expect(linesOf('no-restricted-imports', `src/${from}/inner/to-${to}.ts`)).toEqual(everyLine);
    expect(linesOf('no-restricted-imports', `src/${from}/to-${to}.test.ts`)).toEqual(everyLine);
  });

  test.each(allowedEdges)('lets %s -> %s pass', (from, to) => {
    expect(linesOf('no-restricted-imports', `src/${from}/to-${to}.ts`)).toBeUndefined();
    expect(linesOf('no-restricted-imports', `src/${from}/inner/to-${to}.ts`)).toBeUndefined();
    expect(linesOf('no-restricted-imports', `src/${from}/to-${to}.test.ts`)).toBeUndefined();
  });

  test.each(LAYERS)('holds $name to its reach', ({ name, reach, deterministic }) => {
    const builtin = FORMS.length;
    const outside = {
      nothing: numbersUpTo(2 * builtin),
      packages: numbersUpTo(builtin),
      everything: undefined,
    };
    expect(linesOf('no-restricted-imports', `src/${name}/outside.ts`)).toEqual(outside[reach]);
    expect(linesOf('no-restricted-imports', `src/${name}/outside.test.ts`)).toBeUndefined();
    expect(linesOf('no-restricted-imports', `src/${name}/inner.ts`)).toBeUndefined();
    expect(linesOf('no-restricted-imports', `src/${name}/inner/deep.ts`)).toBeUndefined();
    expect(linesOf('no-restricted-imports', `src/${name}/around.ts`)).toEqual(numbersUpTo(4 * FORMS.length));
    expect(linesOf('no-restricted-properties', `src/${name}/chance.ts`)).toEqual(
      deterministic ? [1, 2, 3] : undefined,
    );
  });

  test('reports an import hidden in a type expression', () => {
    expect(linesOf('consistent-type-imports', 'src/oracle/type-expression.ts')).toEqual([1]);
  });

  test('reports a layer that imports the public entry, which would close a cycle', () => {
    expect(linesOf('no-cycle', 'src/report/shown.ts')).toEqual([1]);
  });
});
