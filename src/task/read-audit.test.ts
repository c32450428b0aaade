import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../workspace/testing/memory-store.ts';
import { freezeTask } from './freeze-task.ts';
import { loadTask } from './load-task.ts';
import { TASK_FILES, TASK_TEXT, taskFolder } from './testing/task-folder.ts';

const AUTHORED = `${TASK_TEXT}oracle:
  audit: audit.json
  author: { kind: model, family: gemini, context: [${'ab'.repeat(32)}], at: 2026-11-21T10:00:00Z }
`;
const CHECKS = { cost: { passesTrusted: true, mutantsKilled: 3 } };

/** By hand: canonical JSON of the names and hashes of its files. */
function oracleName(oracle: string): string {
  return sha256(JSON.stringify([['oracle.ts', sha256(oracle)]]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function audited(audit: unknown): string {
  const text = typeof audit === 'string' ? audit : JSON.stringify(audit);
  return taskFolder({ 'fulcrum.yaml': AUTHORED, 'audit.json': text });
}

const freeze = (directory: string) => freezeTask(loadTask(directory), memoryStore());

describe('an audit that the task names', () => {
  const sound = { oracle: oracleName(TASK_FILES['oracle.ts']!), checks: CHECKS };

  it('counts where it was made of this very oracle', () => {
    const { audit, oracle } = freeze(audited(sound));
    expect(audit).toEqual({ kind: 'measured', checks: CHECKS });
    expect(oracle).toEqual({
      files: [['oracle.ts', sha256(TASK_FILES['oracle.ts']!)]],
      audit: sha256(JSON.stringify(sound)),
    });
  });

  it('is passed over, and says so, once the oracle has changed', () => {
    const directory = audited(sound);
    writeFileSync(join(directory, 'oracle.ts'), 'export default { changed: true };\n');
    const reason = 'audit.json is the audit of another version of the oracle';
    expect(freeze(directory).audit).toEqual({ kind: 'none', reason });
  });

  it('enters the hash of the task: it decides about grades', () => {
    const directory = audited(sound);
    const before = freeze(directory).hash;
    const file = join(directory, 'audit.json');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    expect(freeze(directory).hash).not.toBe(before);
  });

  it.each([
    ['is no JSON', '{'],
    ['has no checks', { oracle: '' }],
    ['counts less than none', { ...sound, checks: { cost: { passesTrusted: true, mutantsKilled: -1 } } }],
  ])('is an error where it %s', (_, audit) => {
    expect(() => freeze(audited(audit))).toThrow('FULCRUM_E_TASK_AUDIT');
  });

  it('is an error where it is missing', () => {
    expect(() => freeze(taskFolder({ 'fulcrum.yaml': AUTHORED }))).toThrow(
      /FULCRUM_E_TASK_AUDIT.*audit\.json/,
    );
  });
});

describe('authors in a task', () => {
  it('are recorded as they are given, with what is left out', () => {
    const author = {
      kind: 'model',
      family: 'gemini',
      context: ['ab'.repeat(32)],
      at: '2026-11-21T10:00:00Z',
    };
    expect(loadTask(audited({})).task.oracle.author).toEqual(author);
    const named = TASK_TEXT.replace('editable: [rule.ts]', 'editable: [rule.ts]\n  author: { kind: person }');
    const { workspace } = loadTask(taskFolder({ 'fulcrum.yaml': named })).task;
    expect(workspace.author).toEqual({ kind: 'person', family: null, context: [], at: null });
  });

  it('leave no trace where none is given: the hash of a task stays what it was', () => {
    const { task } = loadTask(taskFolder());
    expect([Object.keys(task.oracle), 'author' in task.workspace]).toEqual([['module', 'data'], false]);
  });

  it.each([
    ['a kind that is none', '{ kind: robot }', 'oracle.author.kind'],
    ['a context that is no hash', '{ kind: model, context: [abc] }', 'oracle.author.context'],
    ['a time that is none', '{ kind: model, at: yesterday }', 'oracle.author.at'],
  ])('are refused with %s', (_, author, field) => {
    const text = `${TASK_TEXT}oracle: { author: ${author} }\n`;
    expect(() => loadTask(taskFolder({ 'fulcrum.yaml': text }))).toThrow(field);
  });

  it('of a check stand with it, and are refused for a module, whose checks have names of their own', () => {
    const check = (kind: string) =>
      `${TASK_TEXT}oracle: { checks: [{ kind: ${kind}, author: { kind: person, family: me } }] }\n`;
    const { oracle } = loadTask(taskFolder({ 'fulcrum.yaml': check('forbid') })).task;
    expect('checks' in oracle && oracle.checks[0]).toMatchObject({ author: { family: 'me' }, options: {} });
    expect(() => loadTask(taskFolder({ 'fulcrum.yaml': check('module') }))).toThrow(
      'name their author as oracle.author',
    );
  });
});
