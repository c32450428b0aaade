import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { memoryStore } from '../../workspace/memory-store.ts';
import { buildTree } from '../../workspace/tree.ts';
import type { IssuedToken, ProposerServices } from '../services.ts';
import { runErrand } from './errand.ts';
import { agentOptions } from './options.ts';
import { programAdapter } from './program/program-adapter.ts';

it('where the parent cannot be laid out, the token is closed and the folder is gone', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-errand-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const scratch = join(directory, 'scratch');
  const store = memoryStore();
  const text = store.put(new TextEncoder().encode('here'));
  const tree = buildTree(store, [
    { path: 'a.ts', hash: text, executable: false },
    { path: 'b.ts', hash: 'b'.repeat(64), executable: false },
  ])!;
  let open = 0;
  const issue = (): IssuedToken => {
    open += 1;
    return {
      token: 'of this errand',
      close: () => {
        open -= 1;
        return Promise.resolve({ calls: 0, inputTokens: 0, outputTokens: 0, money: 0, models: [] });
      },
    };
  };
  const services: ProposerServices = {
    taskDirectory: directory,
    runDirectory: directory,
    sandboxes: { launch: () => Promise.reject(new Error('nothing to show')), scratch: () => scratch },
    models: { url: 'http://127.0.0.1:1', token: 'of the run', price: () => null, issue },
  };
  const workspace = { store, editableGlobs: ['**'], editable: () => true, maximumFileBytes: 100 };
  const sent = runErrand(
    { number: 1, tree, prompt: 'improve it' },
    agentOptions({ agent: 'program', argv: ['true'], providers: ['anthropic'] }),
    programAdapter(['true']),
    { ...services, workspace },
    new AbortController().signal,
  );
  await expect(sent).rejects.toThrow('b'.repeat(64));
  expect({ open, left: readdirSync(scratch) }).toEqual({ open: 0, left: [] });
});
