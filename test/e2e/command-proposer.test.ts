import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/kernel/contracts/proposer.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { createCommandProposer } from '../../src/proposers/command/command-proposer.ts';
import { requestFor } from '../../src/proposers/testing/request.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { fulcrum, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

const IMPROVE = `import json, sys
request = json.load(sys.stdin)
text = request["parents"][0]["files"]["double.ts"]
print(json.dumps({"edits": [{"path": "double.ts", "content": text.replace("input * 0.5 + 3", "input")}], "summary": "adds it once more"}))
`;

describe('a program in a sandbox', () => {
  let directory: string;
  let launcher: LauncherHandle;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'fulcrum-command-'));
    writeFileSync(join(directory, 'secret'), 'held out');
    launcher = await startLauncher({ isolation: 'required' });
  });
  afterAll(async () => {
    await launcher.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const ask = (
    argv: readonly string[],
    options: JsonObject = {},
    signal = new AbortController().signal,
  ): Promise<Proposal> => {
    const services = {
      taskDirectory: directory,
      runDirectory: directory,
      models: null,
      sandboxes: { launch: launcher.launch, scratch: () => launcher.scratch },
    };
    const proposer = createCommandProposer({ argv: [...argv], ...options }, services);
    return proposer.propose(requestFor({ 'a.ts': 'old\n' }, { signal }));
  };
  const shell = (script: string, options?: JsonObject): Promise<Proposal> =>
    ask(['/bin/sh', '-c', script], options);

  it('answers, and may write only into a folder that is gone afterwards', async () => {
    const script =
      'cat >copy; printf \'{"edits": [{"path": "a.ts", "content": "\'; wc -c <copy | tr -d "\\n"; echo \'"}]}\'';
    const first = await shell(script);
    expect(first).toMatchObject({ kind: 'edit', provenance: { proposer: 'command' } });
    expect(await shell(script)).toEqual(first);
  });

  it('has neither network nor the files of the task, but its tools', async () => {
    const look = (path: string): Promise<Proposal> =>
      shell(`printf '{"nothing": "%s"}' "$(cat ${path} 2>/dev/null || echo none)"`, {
        tools: { 'a.txt': 'secret' },
      });
    expect(await look(join(directory, 'secret'))).toEqual({ kind: 'nothing', reason: 'none' });
    expect(await look('/fulcrum/tools/a.txt')).toEqual({ kind: 'nothing', reason: 'held out' });
    const devices = await shell(
      `printf '{"nothing": "%s"}' "$(ls /sys/class/net 2>/dev/null | tr '\\n' ' ')"`,
    );
    expect(devices).toMatchObject({ reason: expect.stringMatching(/^(?:lo)?$/) });
  });

  it('is ended when it takes too long, prints too much, or the run ends', async () => {
    expect(await shell('sleep 20', { limits: { seconds: 0.5 } })).toMatchObject({
      reason: expect.stringContaining('after 0.5 s'),
    });
    expect(await shell('head -c 100000 /dev/zero', { limits: { answerBytes: 5000 } })).toMatchObject({
      reason: expect.stringContaining('more than 5000 bytes'),
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    expect(await ask(['sleep', '20'], {}, abort.signal)).toEqual({
      kind: 'nothing',
      reason: 'the run ended first',
    });
  });

  it('that fails, or is not there, says so', async () => {
    expect(await shell('echo broken >&2; exit 4')).toEqual({
      kind: 'nothing',
      reason: 'the program ended with 4: broken',
    });
    expect(await ask(['no-such-program'])).toMatchObject({
      reason: expect.stringContaining('ended with 127'),
    });
  });

  it('stops the run when a tool is missing', async () => {
    await expect(shell('true', { tools: { x: 'nowhere.py' } })).rejects.toThrow(
      /^FULCRUM_E_PROPOSER_TOOL.*nowhere\.py/,
    );
  });
});

describe('a run with a program as its proposer', () => {
  it('keeps what the program improved, and replays', async () => {
    const directory = tinyTask({
      'fulcrum.yaml': `${TINY_TASK.replace('evaluations: 40', 'evaluations: 2, wall: 20s')}proposers:
  - { kind: command, argv: [python3, /fulcrum/tools/improve.py], tools: { improve.py: improve.py } }
  - { kind: mutation, weight: 0.01 }
`,
      'improve.py': IMPROVE,
    });
    try {
      const ended = await fulcrum(['run', '--display', 'none'], directory);
      expect(ended.stderr).toBe('');
      expect(ended.code).toBe(0);
      const [best] = jsonLines((await fulcrum(['best', '--json'], directory)).stdout);
      expect(best).toMatchObject({
        candidate: {
          provenance: { proposer: 'command', summary: 'adds it once more', author: { kind: 'program' } },
        },
      });
      expect((await fulcrum(['replay'], directory)).code).toBe(0);
      expect((await fulcrum(['verify'], directory)).code).toBe(0);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 60_000);
});
