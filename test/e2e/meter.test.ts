import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fulcrumHere, jsonLines, startFulcrum } from '../stand-ins/command-line.ts';

const RULES = `rules:
  - when: { text: hello }
    reply: { text: Good day, usage: { input: 1000, output: 100 } }
`;

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-meter-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'rules.yaml'), RULES);
  return directory;
}

async function conversation(parameters: readonly string[], directory: string): Promise<readonly unknown[]> {
  const run = startFulcrum(['meter', '--json', ...parameters], directory);
  let spoken = '';
  run.child.stdout!.on('data', (chunk: Buffer) => (spoken += chunk.toString()));
  await run.said('"token"');
  const { url, token } = jsonLines(spoken)[0] as { url: string; token: string };
  const body = JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 200,
    messages: [{ role: 'user', content: 'hello' }],
  });
  const reply = await fetch(`${url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': token }, body });
  expect(await reply.text()).toContain('Good day');
  run.child.kill('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  expect([code, stderr]).toEqual([0, '']);
  return jsonLines(stdout);
}

describe('fulcrum meter', () => {
  it('meters calls of a script, records them and replays the recording', async () => {
    const directory = folder();
    const cost = (1000 * 4 + 100 * 20) / 1e6;
    const expected = [
      expect.objectContaining({ type: 'meter' }),
      expect.objectContaining({ type: 'call', call: 1, outcome: 'answered', money: cost }),
      expect.objectContaining({ type: 'usage', calls: 1, money: cost, unpricedCalls: 0 }),
    ];
    expect(await conversation(['--script', 'rules.yaml', '--record', 'calls'], directory)).toEqual(expected);
    expect(await conversation(['--replay', 'calls', '--budget', '1'], directory)).toEqual(expected);
  });

  it.each([
    ['nothing that replies', [], 'FULCRUM_E_METER_OPTION'],
    ['two things that reply', ['--script', 'rules.yaml', '--replay', 'x'], 'FULCRUM_E_METER_OPTION'],
    ['a script that is not there', ['--script', 'none.yaml'], 'FULCRUM_E_SCRIPT_INVALID'],
    ['a port that is none', ['--script', 'rules.yaml', '--port', '70000'], 'FULCRUM_E_METER_OPTION'],
    ['a budget that is no number', ['--script', 'rules.yaml', '--budget', 'much'], 'a number from 0 on'],
    [
      'prices that are not there',
      ['--script', 'rules.yaml', '--prices', 'none.json'],
      'FULCRUM_E_PRICES_INVALID',
    ],
  ])('does not start with %s', async (_, parameters, complaint) => {
    const { code, stderr } = await fulcrumHere(['meter', ...parameters], folder());
    expect([code, stderr]).toEqual([2, expect.stringContaining(complaint)]);
  });
});
