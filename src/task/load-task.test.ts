import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isFulcrumError } from '../kernel/errors.ts';
import type { ErrorFacts } from '../kernel/errors.ts';
import { loadTask } from './load-task.ts';
import { TASK_TEXT, taskFolder } from './testing/task-folder.ts';

function load(text: string) {
  return loadTask(taskFolder({ 'fulcrum.yaml': text })).task;
}

/** What the error says, and the line it names. */
function fault(text: string): Pick<ErrorFacts, 'code' | 'what'> & { readonly line: number | null } {
  const directory = taskFolder({ 'fulcrum.yaml': text });
  try {
    loadTask(directory);
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
    const { code, what, where } = error.facts;
    const [file, line] = where.split(':');
    expect(file).toBe(relative(process.cwd(), join(directory, 'fulcrum.yaml')));
    return { code, what, line: line === undefined ? null : Number(line) };
  }
  throw new Error('the task was accepted');
}

/** The example with one line replaced, removed or added below. */
function withLine(line: number, text: string): string {
  return TASK_TEXT.split('\n')
    .with(line - 1, text)
    .join('\n');
}

describe('a task in order', () => {
  test('gets the documented defaults', () => {
    expect(load(TASK_TEXT)).toEqual({
      name: 'example',
      description: '',
      workspace: {
        root: 'workspace',
        commit: null,
        editable: ['rule.ts'],
        exclude: [],
        maximumFileBytes: 16_777_216,
      },
      subject: { kind: 'node', module: 'rule.ts', export: 'default' },
      build: null,
      oracle: { module: 'oracle.ts', data: [] },
      objectives: [
        { metric: 'cost', slice: 'train', direction: 'minimize', unit: '', target: null, required: null },
      ],
      slices: {
        visible: ['train'],
        heldOut: [{ name: 'unseen', metric: null, direction: 'minimize', tolerance: 0 }],
      },
      proposers: [{ kind: 'mutation', weight: 1, options: {} }],
      strategy: { kind: 'evolve', options: {} },
      control: null,
      acceptance: { rule: 'exact', minimumGain: 0, simplicity: true },
      budget: { evaluations: 10, wallSeconds: null, work: null, money: null },
      sandbox: {
        memoryBytes: 536_870_912,
        processes: 64,
        temporaryBytes: 67_108_864,
        outputBytes: 1_048_576,
        answerBytes: 16_777_216,
        questionSeconds: 5,
        judgementSeconds: 60,
        screeningBatch: 250,
      },
      seed: '1',
      pipeline: 8,
    });
  });

  test('is read from its folder or its file, and knows where it lies', () => {
    const directory = taskFolder();
    expect(loadTask(directory).directory).toBe(directory);
    expect(loadTask(join(directory, 'fulcrum.yaml'))).toEqual(loadTask(directory));
  });

  test('keeps the options of plugins, several objectives and a seed as text', () => {
    const task = load(`${TASK_TEXT}
proposers: [{ kind: mutation, weight: 2, rate: 0.5, nested: { list: [1, two, null] } }]
strategy: { kind: evolve, islands: 4 }
control: { kind: random }
seed: 42
`);
    expect(task.proposers).toEqual([
      { kind: 'mutation', weight: 2, options: { rate: 0.5, nested: { list: [1, 'two', null] } } },
    ]);
    expect(task.strategy).toEqual({ kind: 'evolve', options: { islands: 4 } });
    expect(task.control).toEqual({ kind: 'random', options: {} });
    expect(task.seed).toBe('42');
    const two = TASK_TEXT.replace(
      'objective:\n  metric: cost\n',
      'objective:\n- metric: bytes\n  slice: train\n  direction: maximize\n- metric: cost\n',
    );
    expect(load(two).objectives.map(({ metric }) => metric)).toEqual(['bytes', 'cost']);
  });
});

describe('what is wrong is named with field and line', () => {
  test.each<[string, string, number | null, string]>([
    ['an unknown field', `${TASK_TEXT}colour: red\n`, 17, 'colour: there is no such field'],
    [
      'an unknown field inside',
      withLine(3, '  editable: [rule.ts]\n  editables: []'),
      4,
      'workspace.editables: there is no such field',
    ],
    [
      'a name that is no text',
      withLine(1, 'name: 7'),
      1,
      'name: Invalid input: expected string, received number',
    ],
    ['an empty name', withLine(1, 'name: ""'), 1, 'name: Too small'],
    ['no editable path', withLine(3, '  editable: []'), 3, 'workspace.editable: Too small'],
    ['another subject', withLine(5, '  kind: cobol'), 5, 'subject.kind: Invalid'],
    [
      'a direction that is none',
      withLine(10, '  direction: up'),
      10,
      'objective.direction: Invalid option: expected one of "minimize"|"maximize"',
    ],
    [
      'an objective without metric',
      withLine(8, '  unit: ms'),
      8,
      'objective.metric: Invalid input: expected string',
    ],
    [
      'an unknown field of the objective',
      withLine(8, '  metric: cost\n  goal: 3'),
      9,
      'objective.goal: there is no such field',
    ],
    [
      'a tolerance below zero',
      withLine(14, '    - name: unseen\n      tolerance: -1'),
      15,
      'slices.heldOut[0].tolerance: Too small',
    ],
    [
      'evaluations that are none',
      withLine(16, '  evaluations: 1.5'),
      16,
      'budget.evaluations: Invalid input: expected int',
    ],
    ['a time that is none', withLine(16, '  wall: soon'), 16, 'budget.wall: expected a time such as "90s"'],
    [
      'a weight of nothing',
      `${TASK_TEXT}proposers:\n  - kind: mutation\n    weight: 0\n`,
      19,
      'proposers[0].weight: Too small',
    ],
    [
      'an option without a value',
      `${TASK_TEXT}strategy:\n  kind: evolve\n  rate: .nan\n`,
      19,
      'strategy.rate:',
    ],
    ['a seed that is none', `${TASK_TEXT}seed: -1\n`, 17, 'seed: Too small'],
    ['a seed of another kind', `${TASK_TEXT}seed: true\n`, 17, 'seed: expected string or number'],
    ['a pipeline too deep', `${TASK_TEXT}pipeline: 1025\n`, 17, 'pipeline: Too big'],
    [
      'memory that is none',
      `${TASK_TEXT}sandbox:\n  memory: much\n`,
      18,
      'sandbox.memory: expected a size such as "512 MiB"',
    ],
    [
      'memory of another kind',
      `${TASK_TEXT}sandbox:\n  memory: [1]\n`,
      18,
      'sandbox.memory: expected a size such as "512 MiB"',
    ],
    [
      'an objective nobody sees',
      withLine(9, '  slice: unseen'),
      9,
      'objective.slice: "unseen" is not a visible slice; visible are: train',
    ],
    [
      'a slice seen and held out',
      withLine(14, '    - name: train'),
      14,
      'slices.heldOut[0].name: "train" is visible and held out at once',
    ],
    [
      'a held-out slice twice',
      withLine(14, '    - name: unseen\n    - name: unseen'),
      15,
      'slices.heldOut[1].name: "unseen" is named twice',
    ],
    [
      'a visible slice twice',
      withLine(12, '  visible: [train, train]'),
      12,
      'slices.visible[1]: "train" is named twice',
    ],
    [
      'a run without end',
      withLine(15, 'budget: {}').replace('  evaluations: 10\n', ''),
      15,
      'budget: nothing limits the run: set evaluations',
    ],
    ['no budget', TASK_TEXT.replace(/budget:\n.*\n/, ''), null, 'budget: nothing limits the run'],
  ])('%s', (_, text, line, what) => {
    const found = fault(text);
    expect(found.what.startsWith(what) ? what : found.what).toBe(what);
    expect(found.code).toBe('FULCRUM_E_TASK_INVALID');
    expect(found.line).toBe(line);
  });

  test('all at once', () => {
    const { what, line } = fault(withLine(1, 'name: 7').replace('evaluations: 10', 'evaluations: 0'));
    expect(what).toMatch(/^name: .*; budget\.evaluations: /);
    expect(line).toBe(1);
  });

  test('of several objectives, which one', () => {
    const text = TASK_TEXT.replace(
      'objective:\n  metric: cost\n',
      'objective:\n- metric: bytes\n  slice: nowhere\n  direction: maximize\n- metric: cost\n',
    );
    expect(fault(text)).toMatchObject({
      what: expect.stringMatching(/^objective\[0\]\.slice: "nowhere"/) as string,
      line: 9,
    });
    expect(fault(text.replace('maximize', 'up'))).toMatchObject({
      what: expect.stringMatching(/^objective\[0\]\.direction: /) as string,
      line: 10,
    });
  });
});

describe('what is no YAML', () => {
  test.each([
    ['an open bracket', 'name: [\n', 2, /./],
    ['a field twice', `${TASK_TEXT}name: again\n`, 17, /unique/],
    ['two documents', `${TASK_TEXT}---\nname: x\n`, 17, /document/],
  ])('%s is named with its line', (_, text, line, what) => {
    expect(fault(text)).toMatchObject({
      code: 'FULCRUM_E_TASK_SYNTAX',
      line,
      what: expect.stringMatching(what) as string,
    });
  });

  test('an alias without anchor, and one that explodes', () => {
    expect(fault('name: *nothing\n')).toMatchObject({ code: 'FULCRUM_E_TASK_SYNTAX' });
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    );
    expect(fault(`l0: &l0 x\n${levels.join('\n')}\n`)).toMatchObject({ code: 'FULCRUM_E_TASK_SYNTAX' });
  });

  test('nothing, and something that is no task', () => {
    expect(fault('')).toMatchObject({
      code: 'FULCRUM_E_TASK_INVALID',
      what: expect.stringContaining('name: ') as string,
    });
    expect(fault('just text\n')).toMatchObject({
      code: 'FULCRUM_E_TASK_INVALID',
      what: 'task: Invalid input: expected object, received string',
    });
  });
});

test('a folder without a task says how to make one', () => {
  const directory = taskFolder({ 'fulcrum.yaml': null });
  for (const path of [directory, join(directory, 'fulcrum.yaml')]) {
    expect(() => loadTask(path)).toThrow(
      /FULCRUM_E_TASK_MISSING: there is no task file \(.*fulcrum\.yaml\).*fulcrum init/,
    );
  }
});
