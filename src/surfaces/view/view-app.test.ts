import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Random } from '../../kernel/random.ts';
import { LEDGER_FILE, openLedger } from '../../ledger/sqlite-ledger.ts';
import { foldHistory } from '../../report/fold-history.ts';
import { syntheticRun } from '../../report/testing/synthetic-run.ts';
import { inboxOf, listInbox, readEntry } from '../../proposers/inbox/inbox.ts';
import { readAnswer } from '../../guards/approval-answers.ts';
import type {
  Approvals,
  CandidateColumns,
  CandidateDetail,
  DiffReply,
  LedgerPage,
  LiveNews,
  Proposals,
  RefusedGroup,
  RunCard,
  Timeline,
  Verification,
} from './protocol.ts';
import type { Asked } from './testing/asking.ts';
import { openAsked } from './testing/asking.ts';
import type { SmallRun } from './testing/small-run.ts';
import { smallRun } from './testing/small-run.ts';

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A folder `.fulcrum` of a task with runs in it. */
function taskFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-view-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, '.fulcrum'));
  return folder;
}

function writtenRun(name = 'main', folder = taskFolder()): SmallRun & { readonly task: string } {
  const run = smallRun(join(folder, '.fulcrum', name));
  endings.push(() => run.ledger.close());
  return { ...run, task: folder };
}

function syntheticLedger(proposals: number, hostile: ((random: Random) => string) | null): string {
  const folder = taskFolder();
  const ledger = openLedger(join(folder, '.fulcrum', 'main'));
  const run = { seed: 's', proposals, skill: 0.5, strategy: 'evolve', hostile };
  ledger.append(
    [...syntheticRun(run)].map(({ event }) => ({
      event,
      observed: { milliseconds: 5, elapsedMilliseconds: 9 },
    })),
  );
  ledger.close();
  return folder;
}

async function viewOf(...paths: readonly string[]): Promise<Asked> {
  const asked = await openAsked(paths);
  endings.push(asked.close);
  return asked;
}

describe('a run as the page is told of it', () => {
  it('is what the report makes of the same entries', async () => {
    const folder = syntheticLedger(400, null);
    const asked = await viewOf(folder);
    const overview = await asked.overview('main');
    const columns = await asked.get<CandidateColumns>('/api/runs/main/candidates');
    const refused = await asked.get<readonly RefusedGroup[]>('/api/runs/main/refused');
    const ledger = openLedger(join(folder, '.fulcrum', 'main'));
    const entries = [...ledger.entries()];
    ledger.close();
    const history = foldHistory(entries);

    const { state } = history;
    expect(overview.decisions).toEqual(state.decisions);
    expect(overview.refusals).toEqual(state.refusals);
    expect(overview.spent.evaluations).toBe(state.spending.evaluations);
    expect(overview.card).toMatchObject({ phase: 'finished', keeps: state.decisions.keep, name: 'main' });
    const lastKeep = history.keeps.last.at(-1) ?? history.keeps.first.at(-1)!;
    expect(overview.card.incumbent).toBe(lastKeep.visible);
    expect(overview.curves.incumbent.values.at(-1)).toBe(lastKeep.visible);
    expect(overview.curves.bestVisible.values.at(-1)).toBe(history.bestVisible.points.at(-1)!.value);
    expect(overview.curves.heldOut['weibull']!.values.at(-1)).toBe(lastKeep.heldOut[0]!.value);
    expect(overview.curves.incumbent.seconds).toEqual(
      overview.curves.incumbent.seconds.toSorted((a, b) => a - b),
    );
    expect(overview.head).toEqual({ sequence: entries.at(-1)!.sequence, hash: entries.at(-1)!.hash });

    const proposed = entries.flatMap(({ event }) =>
      event.type === 'candidate-proposed' ? [event.candidate] : [],
    );
    expect(columns.number).toEqual([0, ...proposed.map(({ number }) => number)]);
    expect(columns.parent).toEqual([-1, ...proposed.map(({ parents }) => parents[0])]);
    expect(columns.size.slice(1)).toEqual(proposed.map(({ size }) => size));
    const kept = columns.number.filter((_, row) => columns.outcomes[columns.outcome[row]!] === 'kept');
    expect(kept).toEqual([...history.keeps.first, ...history.keeps.last].map(({ number }) => number));
    // The incumbent of a synthetic run is always a child of the one before it.
    expect(columns.winnerPath).toEqual([0, ...kept]);
    const refusals = Object.values(state.refusals).reduce((sum, count) => sum + count, 0);
    const counted = refused
      .filter(({ kind }) => kind === 'refusal')
      .reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(refusals);
    expect(refused.some(({ kind }) => kind === 'cheating')).toBe(true);
  });

  it('shows candidates with their change, and pages of the ledger', async () => {
    const run = writtenRun();
    run.decide(1, 4, 'one\n2\nthree\n', 'keep');
    run.decide(2, 6, 'one\n', 'discard');
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const kept = await asked.get<CandidateDetail>('/api/runs/main/candidates/1');
    expect(kept).toMatchObject({
      number: 1,
      parents: [0],
      files: ['priority.ts'],
      decision: { kind: 'keep' },
    });
    expect(kept.verdicts.map(({ judged, verdict }) => [judged, verdict.inputs])).toEqual([
      [1, 'screening'],
      [1, 'fresh-1'],
    ]);
    expect(Object.values(kept.commands)).toContain(`fulcrum explain 1 --task ${run.task}`);
    const baseline = await asked.get<CandidateDetail>('/api/runs/main/candidates/baseline');
    expect(baseline.children).toEqual([1, 2]);
    const diff = await asked.get<DiffReply>('/api/runs/main/diff?before=0&after=best');
    expect(diff).toMatchObject({ before: 0, after: 1, files: [{ path: 'priority.ts', cut: false }] });
    expect(diff.files[0]!.patch).toContain('\n one\n-two\n+2\n three\n');
    const page = await asked.get<LedgerPage>('/api/runs/main/ledger?from=3&count=2');
    expect(page.entries.map(({ sequence, type, number }) => [sequence, type, number])).toEqual([
      [3, 'candidate-proposed', 1],
      [4, 'candidate-judged', 1],
    ]);
    expect(page.total).toBe(10);
    const timeline = await asked.get<Timeline>('/api/runs/main/timeline');
    expect(timeline.stages.length).toBeGreaterThan(0);
    for (const path of ['candidates/9', 'candidates/x', 'diff?before=0', 'nowhere'])
      expect((await asked.ask(`/api/runs/main/${path}`)).status, path).toBe(404);
    expect((await asked.ask('/api/runs/main/ledger?from=-1')).status).toBe(400);
  });

  it('is verified on demand, and found broken when it is', async () => {
    const folder = syntheticLedger(5, null);
    const asked = await viewOf(folder);
    const verdict = async (): Promise<Verification> => {
      await asked.ask('/api/runs/main/verification', { method: 'POST', body: {} });
      for (;;) {
        const reply = await asked.get<Verification>('/api/runs/main/verification');
        if (reply.state !== 'running') return reply;
      }
    };
    // The trees that its candidates name were never written.
    const { state, findings } = await verdict();
    expect(state).toBe('broken');
    expect(findings.join('\n')).toMatch(/✗ chain and blobs: .*is missing/);
  });
});

describe('hostile content', () => {
  const NASTY = '<script>alert(1)</script>\u001b[31m\u202eevil\u0000\u009b2J sk-ant-REDACTED';

  it('leaves the server as plain data, however long it is', async () => {
    const folder = syntheticLedger(60, (random) => (random.chance(0.02) ? 'A'.repeat(10_000_000) : NASTY));
    const asked = await viewOf(folder);
    await asked.overview('main');
    const names = ['overview', 'candidates', 'refused', 'timeline', 'ledger?count=500'];
    const details = Array.from({ length: 20 }, (_, number) => `candidates/${number}`);
    for (const name of [...names, ...details]) {
      const reply = await asked.ask(`/api/runs/main/${name}`);
      expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(reply.text.length, name).toBeLessThan(5_000_000);
      // JSON writes control characters as escapes: neither may be there.
      expect(reply.text, name).not.toMatch(/[\p{Cc}\u202a-\u202e]|\\u00[01]|sk-ant-api/u);
    }
    const refused = (await asked.ask('/api/runs/main/refused')).text;
    expect(refused).toContain('<script>alert(1)</script>');
  });

  it('that is a secret of this machine is found before a cut goes through it', async () => {
    vi.stubEnv('FULCRUM_TEST_TOKEN', 'swordfish-and-chips-on-friday');
    onTestFinished(() => void vi.unstubAllEnvs());
    const run = writtenRun();
    run.append({
      type: 'proposal-refused',
      number: 1,
      kind: 'duplicate',
      detail: `${'x'.repeat(285)} swordfish-and-chips-on-friday`,
      parents: [0],
      provenance: null,
      duplicateOf: 0,
    });
    const asked = await viewOf(run.task);
    await asked.overview('main');
    expect((await asked.ask('/api/runs/main/refused')).text).not.toContain('swordfish');
  });

  it('in files is shown line by line, cut where it is long, with what hides written out', async () => {
    const run = writtenRun();
    const long = 'x'.repeat(10_000_000);
    run.decide(1, 4, `one\n${NASTY}\n${long}`, 'keep');
    run.decide(2, 4, 'one\ntwo\nth\u200bree\n', 'discard');
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const [file] = (await asked.get<DiffReply>('/api/runs/main/diff?before=0&after=1')).files;
    expect(file!.cut).toBe(true);
    expect(file!.patch.length).toBeLessThan(10_000);
    expect(file!.patch).toContain('+<script>alert(1)</script>\\u{1b}[31m\\u{202e}evil\\u{0}');
    expect(file!.patch).not.toMatch(/(?!\n)\p{Cc}|sk-ant-api/u);
    // A change that nobody would see.
    const [hidden] = (await asked.get<DiffReply>('/api/runs/main/diff?before=0&after=2')).files;
    expect(hidden!.patch).toContain('-three\n+th\\u{200b}ree\n');
  });
});

describe('damage', () => {
  it('is told of on the card, and leaves the other runs alone', async () => {
    const run = writtenRun('good');
    for (const name of ['garbage', 'empty']) mkdirSync(join(run.task, '.fulcrum', name));
    writeFileSync(join(run.task, '.fulcrum', 'garbage', LEDGER_FILE), 'no database at all'.repeat(1000));
    writeFileSync(join(run.task, '.fulcrum', 'empty', LEDGER_FILE), '');
    const asked = await viewOf(run.task);
    const cards = await asked.get<readonly RunCard[]>('/api/runs');
    const byName = new Map(cards.map((card) => [card.name, card]));
    expect(byName.get('garbage')).toMatchObject({
      phase: 'unreadable',
      reason: expect.stringContaining('LEDGER_DAMAGED'),
    });
    expect(byName.get('empty')).toMatchObject({ evaluations: 0, incumbent: null });
    expect(byName.get('good')).toMatchObject({ phase: 'running', baseline: 5 });
    for (const path of ['overview', 'candidates', 'refused', 'timeline'])
      expect((await asked.ask(`/api/runs/garbage/${path}`)).status, path).toBe(200);
    for (const path of ['candidates/0', 'ledger', 'diff?before=0&after=0'])
      expect((await asked.ask(`/api/runs/garbage/${path}`)).status, path).toBe(409);
  });

  it('in the middle of a ledger shows what lies before it', async () => {
    const run = writtenRun();
    run.decide(1, 4, 'better\n', 'keep');
    run.ledger.close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(run.directory, LEDGER_FILE));
    database.exec("DROP TRIGGER events_are_immutable; UPDATE events SET event = '{' WHERE sequence = 5");
    database.close();
    endings.pop();
    const asked = await viewOf(run.task);
    const [card] = await asked.get<readonly RunCard[]>('/api/runs');
    expect(card).toMatchObject({ phase: 'unreadable', baseline: 5, evaluations: 0 });
  });
});

describe('a run that goes on', () => {
  it('is told of to two viewers while it is written, a few times a second', async () => {
    const run = writtenRun();
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const until = (events: readonly string[]): boolean =>
      (JSON.parse(events.at(-1) ?? '{}') as Partial<LiveNews>).evaluations === 40;
    const started = performance.now();
    const listening = [asked.listen('main', until), asked.listen('main', until)];
    for (let number = 1; number <= 40; number += 1) {
      run.decide(number, 5 - number / 100, `${number}\n`, 'keep');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const heard = await Promise.all(listening);
    const seconds = (performance.now() - started) / 1000;
    for (const events of heard) {
      const news = events.map((event) => JSON.parse(event) as LiveNews);
      expect(news.length).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1);
      const rows = news.flatMap((one) => one.rows!);
      const last = rows.filter(([number]) => number > 5).map(([number]) => number);
      expect(last).toEqual(last.toSorted((left, right) => left - right));
      expect(rows.at(-1)).toEqual([40, 0, 4.6, 'kept', 'mutation jitter', 3]);
      expect(news.at(-1)).toMatchObject({ incumbent: 4.6, phase: 'running', decisions: { keep: 40 } });
    }
  });

  it('may be another one in the same place', async () => {
    const folder = taskFolder();
    const first = writtenRun('main', folder);
    first.decide(1, 4, 'x', 'keep');
    const asked = await viewOf(folder);
    expect((await asked.overview('main')).spent.evaluations).toBe(1);
    first.ledger.close();
    endings.pop();
    endings.pop();
    rmSync(first.directory, { recursive: true });
    const second = writtenRun('main', folder);
    second.decide(1, 4.5, 'y', 'discard');
    second.decide(2, 4.2, 'z', 'discard');
    endings.push(asked.close);
    let overview = await asked.overview('main');
    while (overview.spent.evaluations !== 2) overview = await asked.overview('main');
    expect(overview.decisions).toMatchObject({ keep: 0, discard: 2 });
  });
});

describe('what a person sends', () => {
  const patch = '--- a/priority.ts\n+++ b/priority.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n';

  it('goes into the inbox when it applies', async () => {
    const run = writtenRun();
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const post = (body: unknown): ReturnType<Asked['ask']> =>
      asked.ask('/api/runs/main/proposals', { method: 'POST', body });
    const order = { base: 0, change: patch, summary: 'in\u001b[1m German', author: 'A Person' };
    const reply = await post(order);
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({ id: 1, paths: ['priority.ts'] });
    const inbox = inboxOf(run.directory, 'human');
    expect(readEntry(inbox, 1)).toMatchObject({
      files: { 'priority.ts': 'one\nzwei\nthree\n' },
      summary: 'in German',
      author: 'A Person',
    });
    const listed = await asked.get<Proposals>('/api/runs/main/proposals');
    expect(listed).toMatchObject({
      closed: null,
      editable: ['priority.ts'],
      items: [{ id: 1, takenBy: null }],
    });

    const refused = [
      { ...order, change: patch.replace('-two', '-deux') },
      { ...order, change: patch.replaceAll('priority.ts', 'oracle.ts') },
      { ...order, change: 'nothing' },
      { ...order, author: '\u001b[0m' },
      { ...order, base: -1 },
      { ...order, surplus: 1 },
      [],
      '{',
    ];
    for (const body of refused) expect((await post(body)).status, JSON.stringify(body)).toBe(400);
    expect((await post({ ...order, base: 7 })).status).toBe(404);
    expect((await post({ ...order, change: 'x'.repeat(9 * 2 ** 20) })).status).toBe(413);
    expect(listInbox(inbox)).toHaveLength(1);
  });

  it('answers a keep that waits, for what was shown and once', async () => {
    const run = writtenRun();
    run.judge(1, 4, 'one\n2\nthree\n');
    const diff = 'd'.repeat(64);
    const decision = { kind: 'keep', rule: 'exact', reason: 'better', comparisons: [] } as const;
    run.append({ type: 'approval-requested', number: 1, decision, against: 0, diff });
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const before = await asked.get<Approvals>('/api/runs/main/approvals');
    expect(before).toMatchObject({
      required: true,
      pending: [{ number: 1, against: 0, diff, answer: null }],
    });
    const post = (number: number, body: unknown): ReturnType<Asked['ask']> =>
      asked.ask(`/api/runs/main/approvals/${number}`, { method: 'POST', body });
    const order = { approved: true, who: 'A Person', reason: 'read it', dwellSeconds: 12.34, diff };
    expect((await post(1, { ...order, diff: 'e'.repeat(64) })).status).toBe(400);
    expect((await post(1, { ...order, reason: '' })).status).toBe(400);
    expect((await post(2, order)).status).toBe(404);
    const reply = await post(1, order);
    expect(reply.status).toBe(200);
    expect((reply.json() as Approvals).pending[0]!.answer).toMatchObject({
      approved: true,
      dwellSeconds: 12.3,
    });
    expect(readAnswer(run.directory, 1)).toMatchObject({ number: 1, approved: true, who: 'A Person', diff });
    expect((await post(1, { ...order, approved: false })).status).toBe(400);
    expect(readAnswer(run.directory, 1)!.approved).toBe(true);
    run.append(
      { type: 'approval-given', number: 1, ...order },
      { type: 'candidate-decided', number: 1, decision },
    );
    let after = before;
    while (after.pending.length > 0) after = await asked.get<Approvals>('/api/runs/main/approvals');
    expect(after.given).toEqual([{ number: 1, ...order, at: expect.any(String) }]);
  });
});

describe('an agent at work', () => {
  it('is shown by what was kept of it, cut to size', async () => {
    const run = writtenRun();
    run.decide(1, 4, 'x', 'keep');
    mkdirSync(join(run.directory, 'agents'));
    const file = join(run.directory, 'agents', '1.jsonl');
    writeFileSync(file, '{"kind":"started"}\n{"kind":"message","text":"\u001b[31mred"}\n');
    const asked = await viewOf(run.task);
    await asked.overview('main');
    const lines = async (): Promise<readonly string[]> =>
      (await asked.get<CandidateDetail>('/api/runs/main/candidates/1')).trajectory;
    expect(await lines()).toEqual(['{"kind":"started"}', '{"kind":"message","text":"red"}']);
    appendFileSync(file, `${'y'.repeat(3_000_000)}\n`);
    expect((await lines()).at(-1)).toContain('more lies in the run directory');
  });
});
