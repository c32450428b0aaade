import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { CandidateDetail, CertificateReply, Overview } from '../../src/surfaces/view/protocol.ts';
import { fulcrumHere, jsonLines, startFulcrum, tinyTask } from '../stand-ins/command-line.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

it('shows a run of another process while it goes on, and ends when it is asked to', async () => {
  const directory = tinyTask();
  folders.push(directory);
  const view = startFulcrum(['view', directory, '--json'], directory);
  const announced = firstLineOf(view.child);
  const run = startFulcrum(['run', '--json', '--no-control', '--evaluations', '400'], directory);
  await run.said('"candidate-decided"');

  const { origin, token } = JSON.parse(await announced) as {
    readonly origin: string;
    readonly token: string;
  };
  const get = async <Reply>(path: string): Promise<Reply> => {
    const reply = await fetch(`${origin}/api/runs/main/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(reply.status).toBe(200);
    return (await reply.json()) as Reply;
  };
  const during = await get<Overview>('overview');
  expect(during.card).toMatchObject({ live: true, phase: 'running' });
  expect(during.judge).toMatchObject({ signed: true, oracle: 'oracle.ts' });

  run.child.kill('SIGINT');
  const { stdout } = await run.ended;
  const decided = jsonLines(stdout).filter((line) => JSON.stringify(line).includes('"candidate-decided"'));
  let after = await get<Overview>('overview');
  while (after.card.phase !== 'finished' || after.card.live) after = await get<Overview>('overview');
  expect(after.spent.evaluations).toBe(decided.length);
  expect(after.spent.evaluations).toBeGreaterThanOrEqual(during.spent.evaluations);
  const first = await get<CandidateDetail>('candidates/1');
  expect(first.files).toEqual(['double.ts']);
  expect(first.verdicts[0]!.verdict.sandbox.level).not.toBe('none');
  const { certificate } = await get<CertificateReply>('certificate');
  expect(certificate?.counts.candidates).toBe(decided.length);

  view.child.kill('SIGTERM');
  expect((await view.ended).code).toBe(0);
});

function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    stdout!.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0]!);
    });
  });
}

it('says what is wrong with a folder that holds no run', async () => {
  const directory = tinyTask({ 'fulcrum.yaml': null });
  folders.push(directory);
  const { code, stderr } = await fulcrumHere(['view', join(directory, 'workspace')], directory);
  expect(code).toBe(2);
  expect(stderr).toContain('FULCRUM_E_VIEW_PATH');
});
