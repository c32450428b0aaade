import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { AuditReport } from '../../src/audit/audit-report.ts';
import { TINY_TASK, fulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

/** Everything an audit of the tiny task finds, with an oracle whose checks have these bodies. */
async function auditWith(
  oracle: string,
): Promise<{ readonly report: AuditReport; readonly code: number | null; readonly directory: string }> {
  const directory = tinyTask({
    'fulcrum.yaml': `${TINY_TASK}sandbox: { question: 1s }\n`,
    'oracle.ts': `
      import { defineOracle } from 'fulcrum';
      const known = async ({ subject, random }) => { ${oracle} };
      export default defineOracle({ checks: [
        { name: 'known', slice: 'known', visibility: 'visible', run: known },
        { name: 'unseen', slice: 'unseen', visibility: 'held-out', run: known },
      ] });`,
    'workspace/double.ts':
      'export function double(x: number): number {\\n  return x < 0 ? -(-x * 2) : x * 2;\\n}\\n'.replaceAll(
        '\\n',
        '\n',
      ),
  });
  const { code, stdout, stderr } = await fulcrum(
    ['audit', '--json', '--sarif', 'audit.sarif', '--out', 'audit.json'],
    directory,
  );
  expect(stderr).toBe('');
  return { report: JSON.parse(stdout) as AuditReport, code, directory };
}

it('an oracle that asks for the right answers stops every attack and nearly every small bug', async () => {
  const { report, code, directory } = await auditWith(`
    for (let count = 0; count < 30; count += 1) {
      const x = random.below(2001) - 1000;
      const answer = await subject.ask(x);
      if (answer.kind !== 'value' || answer.value !== 2 * x) return { status: 'fail', reason: 'wrong', metrics: { error: 1 } };
    }
    return { status: 'pass', metrics: { error: 0 } };`);
  expect(report.attacks.filter(({ isHole }) => isHole)).toEqual([]);
  expect(report.strength.mutants).toBeGreaterThan(5);
  // x < 0 and x <= 0 are the same here: -(-0 * 2) is 0, and so such a mutant is no bug that anybody could notice.
  const alive = report.mutants.filter(({ fate }) => fate === 'alive');
  expect(alive.map(({ change }) => change).filter((change) => !change.startsWith('x < 0'))).toEqual([]);
  const evidence = JSON.parse(readFileSync(join(directory, 'audit.json'), 'utf8')) as {
    oracle: string;
    checks: { [check: string]: { passesTrusted: boolean; mutantsKilled: number } };
  };
  expect(evidence.oracle).toBe(report.oracle);
  // Both checks ask alike: whatever is noticed, the first of them notices.
  expect(evidence.checks['known']).toEqual({ passesTrusted: true, mutantsKilled: report.strength.killed });
  expect(evidence.checks['unseen']).toEqual({ passesTrusted: true, mutantsKilled: 0 });
  expect(['A', 'B']).toContain(report.grade);
  expect(code).toBe(0);
});

it('an oracle that is content with anything is found out, and every bug gets an input that shows it', async () => {
  const { report, code, directory } = await auditWith(`
    await subject.ask(21); return { status: 'pass', metrics: { error: 0 } };`);
  const holes = report.attacks.filter(({ isHole }) => isHole).map(({ name }) => name);
  expect(holes).toEqual(
    expect.arrayContaining(['null', 'echo', 'not a number', 'forged output', 'memoising']),
  );
  expect(
    report.attacks
      .filter(({ expectation }) => expectation === 'must-not-enter')
      .every(({ door }) => door === 'refused'),
  ).toBe(true);
  expect(report.grade).toBe('F');
  expect(code).toBe(5);
  const killed = report.mutants.find(({ change }) => change === 'x * 2 -> x / 2')!;
  expect(killed).toMatchObject({ fate: 'alive', line: 2 });
  expect(killed.killer).toEqual({ arguments: '[21]', reference: '42', mutant: '10.5' });
  const sarif = JSON.parse(readFileSync(join(directory, 'audit.sarif'), 'utf8')) as {
    version: string;
    runs: { results: { ruleId: string; level: string }[] }[];
  };
  expect(sarif.version).toBe('2.1.0');
  const errors = sarif.runs[0]!.results.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(holes.length);
});

it('refuses to audit from a reference that does not pass', async () => {
  const directory = tinyTask({
    'oracle.ts': `
      import { defineOracle } from 'fulcrum';
      const no = () => ({ status: 'fail', reason: 'never' });
      export default defineOracle({ checks: [
        { name: 'known', slice: 'known', visibility: 'visible', run: no },
        { name: 'unseen', slice: 'unseen', visibility: 'held-out', run: no },
      ] });`,
  });
  const { code, stderr } = await fulcrum(['audit'], directory);
  expect(code).toBe(2);
  expect(stderr).toContain('FULCRUM_E_AUDIT_REFERENCE');
});
