import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/kernel/certificate.ts';
import type { Ended } from '../stand-ins/command-line.ts';
import { fulcrum, fulcrumHere, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

describe('the certificate of a run', () => {
  let home = '';
  let run: Ended;
  const file = (): string => join(home, '.fulcrum/main/certificate.json');
  const ask = async (...parameters: readonly string[]) => {
    const carryOut = parameters[0] === 'confirm' ? fulcrum : fulcrumHere;
    const { code, stdout } = await carryOut([...parameters, '--json'], home);
    return { code, lines: jsonLines(stdout) };
  };
  const verify = async () => {
    const { code, lines } = await ask('verify', '--no-rejudge');
    return { code, findings: Object.fromEntries(lines.map((line) => [String(line['name']), line])) };
  };

  beforeAll(async () => {
    home = tinyTask({
      'fulcrum.yaml': `${TINY_TASK}acceptance: { confirmation: { pairs: 2, ablate: 1 } }\n`,
    });
    run = await fulcrum(['run', '--display', 'none', '--no-control'], home);
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('is printed at the end, written beside the ledger, and the same when it is asked for', async () => {
    expect(run.code).toBe(0);
    for (const title of [
      'What is claimed',
      'What was kept',
      'The winner, asked again',
      'Where the time went',
    ])
      expect(run.stdout).toContain(title);
    const written = JSON.parse(readFileSync(file(), 'utf8')) as Certificate;
    const { lines } = await ask('certificate');
    expect(lines[0]?.['certificate']).toEqual(written);
    const { winner, conditions, stages, head } = written;
    expect(winner!.reconfirmation!.metrics.map(({ slice, gains }) => [slice, gains.pairs])).toEqual([
      ['known', 2],
      ['unseen', 2],
    ]);
    expect(conditions.find(({ name }) => name === 'candidates were isolated')?.state).toBe('met');
    expect(conditions.find(({ name }) => name === 'the same inputs give the same figure')?.state).toBe('met');
    expect(conditions.find(({ name }) => name === 'inputs were committed to beforehand')?.state).toBe('met');
    expect(stages.stages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['propose: mutation', 'oracle: screening', 'oracle: confirmation']),
    );
    const [status] = (await ask('status')).lines;
    expect(status?.['head']).toMatchObject(head);
    const { stdout } = await fulcrumHere(['certificate', '--markdown'], home);
    expect(stdout).toMatch(/^# Certificate: tiny\n/);
    expect(stdout).toContain(head.hash);
    expect(readFileSync(join(home, '.fulcrum/main/report.html'), 'utf8')).toContain('id="certificate"');
  });

  it('is worked out again by verify, which finds a figure that was changed', async () => {
    expect((await verify()).findings).toMatchObject({
      confirmation: { ok: true },
      certificate: { ok: true },
    });
    const sound = readFileSync(file(), 'utf8');
    const certificate = JSON.parse(sound) as { winner: { reconfirmation: { confirmedGain: number } } };
    certificate.winner.reconfirmation.confirmedGain += 1;
    writeFileSync(file(), JSON.stringify(certificate));
    expect(await verify()).toMatchObject({
      code: 6,
      findings: {
        certificate: {
          ok: false,
          code: 'FULCRUM_E_CERTIFICATE_DIFFERS',
          detail: expect.stringMatching(/^winner\.reconfirmation\.confirmedGain /),
        },
      },
    });
    rmSync(file());
    expect(await verify()).toMatchObject({ code: 0, findings: { certificate: { ok: null } } });
    writeFileSync(file(), sound);
  });

  it('grows by what is confirmed later, under the same key, and the run stays what it was', async () => {
    const before = (await ask('status')).lines[0]!;
    const { code, lines } = await ask('confirm', '--pairs', '3', '--ablate', '0');
    expect(code).toBe(0);
    const judged = lines.flatMap((line) => {
      const event = line['event'] as { readonly type: string; readonly role: string } | undefined;
      return event?.type === 'confirmation-judged' ? [event.role] : [];
    });
    expect(judged.toSorted()).toEqual(['baseline', 'winner']);
    const { winner } = lines.at(-1)!['certificate'] as Certificate;
    expect(winner!.reconfirmation!.metrics[0]!.gains.pairs).toBe(3);
    const sound = { ok: true };
    const { findings } = await verify();
    expect(findings).toMatchObject({
      signatures: sound,
      confirmation: sound,
      certificate: sound,
      snapshots: sound,
    });
    const after = (await ask('status')).lines[0];
    expect(after).toMatchObject({ phase: 'finished', decided: before['decided'] });
    const { replay } = before['head'] as { replay: string };
    expect(after?.['head']).toMatchObject({ replay });
  });

  it('is refused in a word where there is nothing to say', async () => {
    const { code, stderr } = await fulcrum(['confirm', '--pairs', '0'], home);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 1000') });
    expect((await ask('confirm', '--name', 'other')).code).toBe(2);
    const idle = tinyTask({ 'fulcrum.yaml': `${TINY_TASK}acceptance: { confirmation: { pairs: 0 } }\n` });
    const ended = await fulcrum(['run', '--display', 'none', '--no-control'], idle);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('acceptance.confirmation') });
    rmSync(idle, { recursive: true });
  });
});
