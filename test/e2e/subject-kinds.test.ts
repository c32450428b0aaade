import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { TINY_TASK, fulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const FEW = 'budget: { evaluations: 6 }';

/** A task like the tiny one, whose candidates are called another way. */
function taskText(subject: string, oracle: string): string {
  return TINY_TASK.replace(/subject: .*/, `subject: ${subject}`)
    .replace(/oracle: .*/, `oracle: ${oracle}`)
    .replace(/budget: .*/, FEW);
}

/** Runs a task, verifies it with its winner judged again, and returns the first metric of the baseline. */
async function runAndVerify(directory: string): Promise<number> {
  const ran = await fulcrum(['run', '--display', 'none', '--no-control'], directory);
  expect(ran.stderr).toBe('');
  const verified = await fulcrum(['verify'], directory);
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  const ledger = readLedger(join(directory, '.fulcrum/main'));
  const events = [...ledger.entries()].map(({ event }) => event);
  ledger.close();
  const judged = events.filter(({ type }) => type === 'candidate-decided');
  expect(judged).toHaveLength(6);
  const baseline = events.find((event) => event.type === 'baseline-judged');
  return baseline!.fresh.checks[0]!.metrics['error']!;
}

it('runs a task whose program is started for every question and whose oracle is in Python', async () => {
  const directory = tinyTask({
    'fulcrum.yaml': taskText(
      '{ kind: command, argv: [node, main.ts], input: json, output: json }',
      '{ command: [/usr/bin/python3, oracle.py] }',
    ),
    'oracle.ts': null,
    'oracle.py': `
from fulcrum_oracle import Fail, check, serve

def error(subject, number):
    answer = subject.ask(number)["stdout"]
    if type(answer) not in (int, float):
        raise Fail("no number")
    return {"error": abs(answer - 2 * number)}

@check(slice="known")
def known(subject, random):
    return error(subject, 10)

@check(slice="unseen", visibility="held-out")
def unseen(subject, random):
    return error(subject, random.randrange(1000))

serve()
`,
    'workspace/main.ts': `import { readFileSync } from 'node:fs';
import { double } from './double.ts';
console.log(JSON.stringify(double(JSON.parse(readFileSync(0, 'utf8')))));
`,
  });
  // 10 + 10 * 0.5 + 3 is 2 short of 20.
  expect(await runAndVerify(directory)).toBe(2);
}, 60_000);

it('runs a task that is built and judged by the files it leaves', async () => {
  const directory = tinyTask({
    'fulcrum.yaml': `${taskText(
      '{ kind: artifact, argv: [node, main.ts], files: [left.json], limits: { time: 5s } }',
      '{ module: oracle.ts }',
    )}build: { argv: [sh, -c, "echo 10 >input.txt"], outputs: [input.txt] }\n`,
    'oracle.ts': `import { defineOracle } from 'fulcrum';
const check = (name, visibility) => ({
  name, slice: name, visibility,
  run: ({ artifact }) => {
    let answer = null;
    try { answer = JSON.parse(artifact.text('left.json')); } catch {}
    return typeof answer === 'number'
      ? { status: 'pass', metrics: { error: Math.abs(answer - 20) } }
      : { status: 'fail', reason: 'no number' };
  },
});
export default defineOracle({ checks: [check('known', 'visible'), check('unseen', 'held-out')] });
`,
    'workspace/main.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { double } from './double.ts';
writeFileSync('left.json', JSON.stringify(double(Number(readFileSync('input.txt', 'utf8')))));
`,
  });
  expect(await runAndVerify(directory)).toBe(2);
}, 60_000);
