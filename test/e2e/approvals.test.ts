import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ApprovalAnswer } from '../../src/kernel/approval.ts';
import { readAnswer } from '../../src/guards/approval-answers.ts';
import type { Json } from '../../src/kernel/json.ts';
import { lockRun } from '../../src/ledger/run-lock.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { answerApproval } from '../../src/surfaces/approvals/answer-approval.ts';
import { approvalsCommand } from '../../src/surfaces/cli/commands/approvals.ts';
import { attach, attachCommand } from '../../src/surfaces/cli/commands/attach.ts';
import type { OpenRun } from '../../src/surfaces/cli/open-run.ts';
import { withRun } from '../../src/surfaces/cli/open-run.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { packageVersion } from '../../src/surfaces/version.ts';
import { runParts } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

const { task } = curveTask({
  strategy: { kind: 'evolve' },
  budget: { evaluations: 30 },
  acceptance: { approval: 'required' },
});

let folder: string;
let directory: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-approvals-test-'));
  directory = join(folder, '.fulcrum', 'main');
  mkdirSync(directory, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Writes the run with a stand-in judge, taking up what is answered, until nobody has answered for a moment. */
async function goOn(): Promise<{ readonly reason: string; readonly waiting: number | null }> {
  const ledger = openLedger(directory);
  let asked = 0;
  try {
    const { reason, state } = await runLoop({
      ...runParts({ task, ledger }),
      version: packageVersion(),
      answerTo: (number) => {
        asked += 1;
        return readAnswer(directory, number);
      },
      stopRequested: () => asked > 0 && ledger.head() !== null && (asked -= 1) === 0,
    });
    return { reason, waiting: state.pending === null ? null : state.open!.candidate.number };
  } finally {
    ledger.close();
  }
}

function reference() {
  return { task: folder, name: 'main' };
}

/** What a command says to programs. */
function listened(): { readonly output: Output; readonly said: { readonly [field: string]: Json }[] } {
  const said: { [field: string]: Json }[] = [];
  const keep = (value: Json): void => void said.push(value as { [field: string]: Json });
  const quiet = { data: keep, both: keep, text: () => undefined, notice: () => undefined };
  return { output: { ...createOutput(true), ...quiet }, said };
}

function answer(number: number, approved: boolean, who = 'Ada') {
  return approvalsCommand(reference(), { number, approved, reason: 'as seen' }, who, listened().output);
}

function onRun<Result>(use: (run: OpenRun) => Result): Promise<Result> {
  return withRun(reference(), use);
}

describe('approvals', () => {
  it('are shown, answered by whom they were shown to, and taken up by the run', async () => {
    const { waiting } = await goOn();
    const number = waiting!;
    await expect(answer(number, true)).rejects.toThrow(/^FULCRUM_E_APPROVAL_UNSEEN/);

    const { output, said } = listened();
    await approvalsCommand(reference(), null, 'Ada', output);
    expect(said).toMatchObject([{ type: 'approval', number, against: 0, answer: null }]);
    expect(said[0]!['patch']).toMatch(/^diff --git a\/curve\.ts/);
    const lines: string[] = [];
    const text = (line: string): void => void lines.push(line);
    await approvalsCommand(reference(), null, 'Ada', { ...createOutput(false), color: false, text });
    expect(lines.join('\n')).toContain(said[0]!['patch'] as string);
    await expect(answer(number, true, 'Bob')).rejects.toThrow(/^FULCRUM_E_APPROVAL_UNSEEN/);
    await answer(number, true);
    await expect(answer(number, false)).rejects.toThrow(/^FULCRUM_E_APPROVAL_ANSWERED/);

    const next = await goOn();
    expect(next.waiting).not.toBe(number);
    const given = await onRun(({ ledger }) => ledger.entriesOf(number).map(({ event }) => event));
    expect(given.slice(-2)).toMatchObject([
      { type: 'approval-given', approved: true, who: 'Ada', reason: 'as seen', diff: said[0]!['diff'] },
      { type: 'candidate-decided', decision: { kind: 'keep' } },
    ]);
    await expect(answer(number, true)).rejects.toThrow(/^FULCRUM_E_APPROVAL_MISSING/);
  });

  it('take no answer to another change, without a name or a reason, or of no time', async () => {
    const number = (await goOn()).waiting!;
    await onRun((run) => {
      const { diff } = run.state.pending!;
      const good = { number, approved: true, who: 'Ada', reason: 'fine', dwellSeconds: 1, diff };
      // Whoever answers was shown the change already: no file is read to make it again.
      const unread = (): never => {
        throw new Error('a file was read');
      };
      const answering = { ...run, ledger: { ...run.ledger, get: unread } };
      const codeOf = (wrong: Partial<typeof good>): unknown => {
        try {
          answerApproval(answering, { ...good, ...wrong });
          return null;
        } catch (error) {
          return (error as Error).message.split(':')[0];
        }
      };
      expect(codeOf({ diff: 'f'.repeat(64) })).toBe('FULCRUM_E_APPROVAL_CHANGED');
      expect(codeOf({ number: number + 1 })).toBe('FULCRUM_E_APPROVAL_MISSING');
      for (const wrong of [
        { who: '\u202e ' },
        { reason: '\n\t' },
        { dwellSeconds: -1 },
        { dwellSeconds: NaN },
      ])
        expect(codeOf(wrong)).toBe('FULCRUM_E_APPROVAL_INVALID');
      expect(codeOf({ who: 'A\u001b[31mda', reason: 'two\nlines' })).toBe(null);
      expect(readAnswer(run.directory, number)).toMatchObject({ who: 'Ada', reason: 'two lines' });
    });
  });

  it('stop the run at an answer somebody has meddled with', async () => {
    const number = (await goOn()).waiting!;
    mkdirSync(join(directory, 'approvals'), { recursive: true });
    writeFileSync(join(directory, 'approvals', `${number}.json`), '{"version":1,"approved":true}');
    await expect(goOn()).rejects.toThrow(/^FULCRUM_E_APPROVAL_ANSWER/);
  });

  it('are asked for or not by the task alone, and saying none makes no other task', () => {
    const acceptanceOf = (acceptance: object) => curveTask({ acceptance }).task.acceptance;
    expect(acceptanceOf({ rule: 'exact', approval: 'none' })).toEqual(acceptanceOf({ rule: 'exact' }));
    expect(acceptanceOf({ rule: 'two-stage', approval: 'required' })).toMatchObject({ approval: 'required' });
  });
});

describe('watch', () => {
  it('follows a run that goes on to its end, every entry once and in order', async () => {
    await goOn();
    const lock = lockRun(directory);
    const { output, said } = listened();
    const { state: before } = await onRun(({ state }) => ({ state }));
    const ledger = openLedger(directory);
    const refuse = (number: number): ApprovalAnswer => {
      const { diff } = before.pending!;
      return { number, approved: false, who: 'Ada', reason: 'no', dwellSeconds: 1, diff };
    };
    let asked = 0;
    const running = runLoop({
      ...runParts({ task, ledger }),
      version: packageVersion(),
      answerTo: (number) => ((asked += 1) === 1 ? refuse(number) : null),
      stopRequested: () => asked > 1,
    });
    // The run is resumed by now: it is not finished any more.
    const code = await attachCommand(reference(), 'none', output);
    await running;
    lock.release();
    ledger.close();
    expect(code).toBe(4);
    const sequences = said.map(({ sequence }) => sequence as number);
    expect(sequences.length).toBeGreaterThan(2);
    expect(sequences).toEqual(sequences.map((_, index) => sequences[0]! + index));
    expect(said.at(-1)).toMatchObject({ event: { type: 'run-finished' } });
  });

  it('tells what was written between opening the run and looking on', async () => {
    await goOn();
    const { output, said } = listened();
    const code = await withRun(reference(), async (opened) => {
      const writer = openLedger(directory);
      writer.append([
        { event: { type: 'run-resumed', budget: opened.task.budget }, observed: {} },
        { event: { type: 'run-finished', reason: 'budget-evaluations', detail: 'spent' }, observed: {} },
      ]);
      writer.close();
      return attach(opened, 'none', output);
    });
    expect(said.map(({ event }) => (event as { readonly type: string }).type)).toEqual([
      'run-resumed',
      'run-finished',
    ]);
    expect(code).toBe(0);
  });

  it('says at once how a run has ended', async () => {
    await goOn();
    const { output, said } = listened();
    await expect(attachCommand(reference(), 'none', output)).resolves.toBe(4);
    expect(said).toEqual([]);
  });
});

it('whom a run tells is no part of its task', () => {
  const silent = curveTask();
  const telling = curveTask({ notify: [{ on: ['keep'], command: ['true'] }] });
  expect(telling.task).toEqual(silent.task);
  expect(telling.notify).toEqual([{ on: ['keep'], to: { kind: 'command', argv: ['true'] } }]);
  expect(() => curveTask({ notify: [{ on: ['keep'], webhook: 'file:///etc/passwd' }] })).toThrow(
    /FULCRUM_E_TASK_INVALID/,
  );
});
