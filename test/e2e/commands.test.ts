import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/kernel/event.ts';
import { fulcrum, fulcrumHere, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

describe('the command line over one run', () => {
  let directory: string;
  beforeAll(async () => {
    // Under this seed a candidate is kept early.
    const task = TINY_TASK.replace('evaluations: 40', 'evaluations: 12').replace('seed: 1', 'seed: 6');
    directory = tinyTask({ 'fulcrum.yaml': task });
    const ended = await fulcrum(['run', '--json'], directory);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const events = jsonLines(ended.stdout).filter(({ type }) => type === 'entry');
    expect(events.length).toBeGreaterThan(3 * 12);
  }, 60_000);

  const ask = async (
    ...parameters: readonly string[]
  ): Promise<readonly { readonly [key: string]: unknown }[]> => {
    const ended = await fulcrumHere([...parameters, '--json'], directory);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    return jsonLines(ended.stdout);
  };

  it('says where the run stands', async () => {
    const [status] = await ask('status');
    expect(status).toMatchObject({
      type: 'status',
      task: 'tiny',
      phase: 'finished',
      spending: { evaluations: 12 },
    });
  });

  it('shows and explains candidates from the ledger', async () => {
    const [best] = await ask('best');
    const { number } = best!['candidate'] as { number: number };
    expect(number).toBeGreaterThan(0);
    const [shown] = await ask('show', String(number));
    expect((shown!['files'] as { [path: string]: string })['double.ts']).toContain('export function double');
    const [explained] = await ask('explain', 'best');
    const decisions = explained!['decisions'] as { kind: string; comparisons: { slice: string }[] }[];
    expect(decisions.at(-1)!.kind).toBe('keep');
    expect(decisions.at(-1)!.comparisons.map(({ slice }) => slice)).toContain('unseen');
    const text = await fulcrumHere(['explain', 'best'], directory);
    expect(text.stdout).toMatch(/keep by the rule "exact"/);
    expect(text.stdout).toMatch(/fresh .* level [123]/);
  });

  it('shows the change and writes the whole winner', async () => {
    const [diff] = await ask('diff', 'baseline', 'best');
    expect(diff!['diff']).toMatch(/^--- a\/double\.ts$/m);
    const target = join(directory, 'winner');
    await ask('best', '--write', target);
    expect(readFileSync(join(target, 'double.ts'), 'utf8')).toContain('/** Doubles, nearly. */');
    const again = await fulcrumHere(['best', '--write', target], directory);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('FULCRUM_E_TARGET_NOT_EMPTY');
  });

  it('lists the ledger, whole or by decision', async () => {
    const entries = await ask('log');
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    const kept = await ask('log', '--decision', 'keep');
    expect(kept.length).toBeGreaterThan(0);
    expect(
      kept.every(({ event }) => (event as { decision: { kind: string } }).decision.kind === 'keep'),
    ).toBe(true);
  });

  it('verifies chain, decisions, seed and certificate, and judges the winner again', async () => {
    const findings = await ask('verify');
    expect(findings.map(({ name, ok }) => [name, ok])).toEqual([
      ['chain and blobs', true],
      ['decisions', true],
      ['input seed', true],
      ['signatures', true],
      ['snapshots', true],
      ['confirmation', true],
      ['certificate', true],
      ['winner, judged again', true],
    ]);
  });

  it('writes a report that needs no network', async () => {
    const [report] = await ask('report', '--out', join(directory, 'out.html'));
    const html = readFileSync(report!['path'] as string, 'utf8');
    expect(html).toContain('tiny');
    expect(html).not.toMatch(/(?:src|href)="https?:/);
  });

  it('refuses a second run in the same place', async () => {
    const ended = await fulcrum(['run'], directory);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_RUN_EXISTS');
  });

  it('refuses to go on under a changed oracle', async () => {
    const file = join(directory, 'oracle.ts');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, `${original}// changed\n`);
    const ended = await fulcrum(['resume', '--evaluations', '50'], directory);
    writeFileSync(file, original);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_TASK_CHANGED');
  });

  it('goes on with a larger budget', async () => {
    const ended = await fulcrum(['resume', '--evaluations', '15', '--json'], directory);
    expect(ended.code).toBe(0);
    const [status] = await ask('status');
    expect(status).toMatchObject({ spending: { evaluations: 15 } });
  });

  it('keeps the larger budget when it goes on once more', async () => {
    const ended = await fulcrum(['resume', '--json'], directory);
    expect(ended.code).toBe(0);
    const resumed = jsonLines(ended.stdout).flatMap(({ run, event }) =>
      run === 'main' && (event as RunEvent).type === 'run-resumed' ? [event] : [],
    );
    expect(resumed).toMatchObject([{ budget: { evaluations: 15 } }]);
  });

  it('names an unknown candidate and an unknown command', async () => {
    const candidate = await fulcrumHere(['show', '99999'], directory);
    expect(candidate.code).toBe(2);
    expect(candidate.stderr).toContain('FULCRUM_E_CANDIDATE_MISSING');
    expect((await fulcrum(['fly'], directory)).code).toBe(2);
  });

  it('finds what was changed behind its back, and saves what is sound', async () => {
    const database = new DatabaseSync(join(directory, '.fulcrum/main/ledger.sqlite'));
    database.exec('DROP TRIGGER events_are_immutable');
    database.exec(`UPDATE events SET event = replace(event, '"keep"', '"discard"') WHERE sequence = (
      SELECT min(sequence) FROM events WHERE type = 'candidate-decided' AND event LIKE '%"keep"%')`);
    database.close();
    const ended = await fulcrum(['verify', '--salvage', join(directory, 'saved')], directory);
    expect(ended.code).toBe(6);
    expect(ended.stdout).toMatch(/entry \d+ was changed after it was written/);
    expect(existsSync(join(directory, 'saved/ledger.sqlite'))).toBe(true);
  });
});

describe('exit codes', () => {
  const REQUIRED = 'direction: minimize, required: 1e9 }';

  it('is 3 when the budget ends before the required improvement', async () => {
    const task = tinyTask();
    const text = readFileSync(join(task, 'fulcrum.yaml'), 'utf8').replace('direction: minimize }', REQUIRED);
    writeFileSync(join(task, 'fulcrum.yaml'), text.replace('evaluations: 40', 'evaluations: 3'));
    expect((await fulcrum(['run', '--display', 'none'], task)).code).toBe(3);
  });

  it('is 100 when the search ends without the required improvement', async () => {
    const task = tinyTask({ 'workspace/double.ts': 'export const double = String;\n' });
    writeFileSync(
      join(task, 'oracle.ts'),
      `import { defineOracle } from 'fulcrum';
export default defineOracle({ checks: [{ name: 'a', slice: 'known', visibility: 'visible', run: async ({ subject }) => {
  const answer = await subject.ask('x');
  return answer.value === 'x' && (await subject.ask(5)).value === '5'
    ? { status: 'pass', metrics: { error: 1 } } : { status: 'fail', reason: 'no text' };
} }] });
`,
    );
    const text = readFileSync(join(task, 'fulcrum.yaml'), 'utf8').replace('direction: minimize }', REQUIRED);
    writeFileSync(
      join(task, 'fulcrum.yaml'),
      text.replace(', heldOut: [{ name: unseen, metric: error, tolerance: 0 }]', ''),
    );
    const ended = await fulcrum(['run', '--display', 'none'], task);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(100);
  });

  it('marks every verdict when there is no sandbox', async () => {
    const task = tinyTask();
    const ended = await fulcrum(['run', '--unsafe-no-sandbox', '--evaluations', '3', '--json'], task);
    expect(ended.stderr).toContain('UNSAFE');
    const verdicts = jsonLines(ended.stdout).flatMap(({ event }) => {
      const { verdict } = (event ?? {}) as { verdict?: { sandbox: { level: unknown } } };
      return verdict === undefined ? [] : [verdict.sandbox.level];
    });
    expect(verdicts.length).toBeGreaterThan(0);
    expect(new Set(verdicts)).toEqual(new Set(['none']));
  });
});
