import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestContext } from 'vitest';
import { expect, it, onTestFinished } from 'vitest';
import { armTask, spendNight } from '../../examples/autoresearch-night/arms.ts';
import { findNumpy } from '../../examples/autoresearch-night/numpy.ts';
import { bitsPerByte } from '../../examples/autoresearch-night/oracle/bits-per-byte.ts';
import { symbolsOf, VOCABULARY } from '../../examples/autoresearch-night/workspace/symbols.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { systemPython } from '../../src/oracle/subject/system-python.ts';
import { loadTask } from '../../src/task/load-task.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/autoresearch-night');
const WORKSPACE = join(EXAMPLE, 'workspace');
const numpy = findNumpy();

/** What a program prints as JSON, on the Python that candidates run on. */
function python(context: TestContext, program: readonly string[], input: unknown = null): unknown {
  const printed = execFileSync(pythonOrSkip(context), ['-s', '-B', ...program], {
    cwd: WORKSPACE,
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  return JSON.parse(printed);
}

function pythonOrSkip(context: TestContext): string {
  if (!numpy.found) context.skip(`skipped: ${numpy.reason}`);
  return (numpy as { readonly python: string }).python;
}

it('has the gradients of finite differences, and looks at nothing that comes later', (context) => {
  const program = join(import.meta.dirname, 'gpt-gradients.py');
  const { errors, loss, moved, alphabet } = python(context, [program, WORKSPACE]) as {
    readonly errors: Readonly<Record<string, number>>;
    readonly loss: number;
    readonly moved: readonly number[];
    readonly alphabet: string;
  };
  expect(Object.keys(errors)).toHaveLength(9);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-6);
  expect(loss).toBeCloseTo(0, 12);
  expect(moved.slice(0, -1)).toEqual(moved.slice(0, -1).map(() => 0));
  expect(moved.at(-1)).toBeGreaterThan(0.01);
  expect(symbolsOf(alphabet)).toEqual(Array.from({ length: VOCABULARY }, (_, symbol) => symbol));
});

it('learns, the more the more there is to learn from, and comes out otherwise with another seed', (context) => {
  const symbols = symbolsOf(readFileSync(join(EXAMPLE, 'data/held-out.txt'), 'utf8'));
  const places = Array.from({ length: 200 }, (_, index) => 20 + index * 60);
  const contexts = places.map((place) => symbols.slice(place - 16, place));
  const truth = places.map((place) => symbols[place]!);
  const questions = [
    [1, 0],
    [1, 3200],
    [1, 12_800],
    [1, 12_800],
    [2, 12_800],
  ].map(([seed, positions]) => ({ seed, positions, contexts }));
  const program =
    'import json, sys; from answer import answer; print(json.dumps([answer(q) for q in json.load(sys.stdin)]))';
  const answers = python(context, ['-c', program], questions) as readonly unknown[];
  const bits = answers.map((table) => {
    const result = bitsPerByte(table, truth, VOCABULARY);
    if ('fault' in result) throw new Error(result.fault);
    return result.bits;
  });
  const [none, few, more, again, other] = bits as [number, number, number, number, number];
  // Weights this small say next to nothing.
  expect(Math.abs(none - Math.log2(VOCABULARY))).toBeLessThan(0.05);
  expect(few).toBeLessThan(none);
  expect(more).toBeLessThan(few - 0.2);
  expect(again).toBe(more);
  expect(other).not.toBe(more);
});

it('spends a night in the sandbox, judged by the oracle on predictions', async (context) => {
  pythonOrSkip(context);
  const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-night-'));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const defined = loadTask(join(EXAMPLE, 'python.yaml'));
  const acceptance = { rule: 'greedy', minimumGain: 0, simplicity: true } as const;
  const arm = { name: 'greedy', strategy: defined.task.strategy, acceptance };
  const night = await spendNight(armTask(defined, arm, '1', 2), arm, scratch);
  const baseline = night.state.baseline!;
  expect(metricOf(baseline.fresh, 'validation', 'bits')).toBeLessThan(Math.log2(VOCABULARY) - 0.5);
  const [header, ...rows] = readFileSync(join(night.directory, 'results.tsv'), 'utf8').trimEnd().split('\n');
  expect(header).toMatch(/^commit\tval_bpb\t/);
  expect(rows).toHaveLength(3);
}, 60_000);

it('finds no numpy where Python has none', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-python-'));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  // An environment of its own sees none of the system's packages.
  execFileSync(systemPython(), ['-m', 'venv', '--without-pip', scratch]);
  expect(findNumpy(() => join(scratch, 'bin/python'))).toEqual({
    found: false,
    reason: 'numpy is not installed',
  });
});

it('says in one line that it is skipped, and claims nothing, where there is no numpy', (context) => {
  if (numpy.found) context.skip('skipped: numpy is installed');
  const story = join(EXAMPLE, 'autoresearch-night-python.ts');
  expect(execFileSync(process.execPath, [story], { encoding: 'utf8' })).toBe(
    `skipped: ${(numpy as { readonly reason: string }).reason}\n`,
  );
});
