import { accessSync, constants, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fulcrum, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

/** A search path without agents, but for one that is too new: Git's program under Codex's name. */
function pathWithWrongCodex(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const git = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  symlinkSync(realpathSync(git), join(folder, 'codex'));
  const others = process.env['PATH']!.split(delimiter).filter(
    (entry) => !['claude', 'codex'].some((name) => isExecutable(join(entry, name))),
  );
  return [folder, ...others].join(delimiter);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

describe('an agent that cannot be used', () => {
  it.for([
    ['claude', 'FULCRUM_E_AGENT_MISSING', 'npm install -g @anthropic-ai/claude-code'],
    ['codex', 'FULCRUM_E_AGENT_VERSION', 'npm install -g @openai/codex'],
  ] as const)('stops the run before anything is judged: %s', async ([agent, code, mend]) => {
    vi.stubEnv('PATH', pathWithWrongCodex());
    vi.stubEnv('ANTHROPIC_API_KEY', 'none');
    vi.stubEnv('OPENAI_API_KEY', 'none');
    const task = `${TINY_TASK}proposers: [{ kind: agent, agent: ${agent} }]\n`;
    const directory = tinyTask({ 'fulcrum.yaml': task });
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const ended = await fulcrum(['run', '--display', 'none'], directory);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(code)]);
    expect(ended.stderr).toContain(mend);
  });

  it('is told by the doctor, who is content without it', async () => {
    vi.stubEnv('PATH', pathWithWrongCodex());
    const ended = await fulcrum(['doctor', '--json'], tmpdir());
    expect(ended.code).toBe(0);
    const agents = jsonLines(ended.stdout).filter(({ type }) => type === 'agent');
    expect(agents).toEqual([
      expect.objectContaining({
        name: 'claude',
        version: null,
        fault: expect.stringContaining('AGENT_MISSING'),
      }),
      expect.objectContaining({
        name: 'codex',
        version: null,
        fault: expect.stringContaining('AGENT_VERSION'),
      }),
    ]);
  });
});
