import { describe, expect, it } from 'vitest';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunEvent } from '../kernel/event.ts';
import { collectGarbage } from './collect-garbage.ts';
import { openLedger } from './sqlite-ledger.ts';
import { exampleEvents, temporaryFolder, writeExampleRun } from './testing/example-run.ts';
import { verifyLedger } from './verify.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The example's trees are made of nothing but themselves. */
const followLeaf = (_: unknown, tree: string, mark: (hash: string) => boolean): void => void mark(tree);

describe('garbage', () => {
  it('is what no entry leads to, all of it and nothing else; the ledger stays sound', () => {
    const directory = temporaryFolder();
    const entries = writeExampleRun(directory, 5);
    const ledger = openLedger(directory);
    const below = ledger.put(bytesOf('below tree 2'));
    ledger.put(bytesOf('nobody'));
    ledger.put(bytesOf('needs this'));
    ledger.append([]);
    const second = ledger.put(bytesOf('tree 2'));
    ledger.close();
    const collected = collectGarbage(directory, (_, tree, mark) => {
      mark(tree);
      if (tree === second) mark(below);
    });
    expect(collected).toEqual({ blobs: 2, bytes: 'nobody'.length + 'needs this'.length });
    // The baseline's tree, five candidates', and the one below.
    expect(verifyLedger(directory)).toEqual({ sound: entries, blobs: 7, faults: [] });
    expect(collectGarbage(directory, followLeaf)).toEqual({ blobs: 1, bytes: 'below tree 2'.length });
    expect(collectGarbage(directory, followLeaf)).toEqual({ blobs: 0, bytes: 0 });
  });

  it('is not what a run was told, and its loss is found', () => {
    const directory = temporaryFolder();
    const ledger = openLedger(directory);
    const [started] = exampleEvents(ledger, 0) as readonly [Extract<RunEvent, { type: 'run-started' }>];
    const memory = ledger.put(bytesOf('told'));
    ledger.append([{ event: { ...started, memory }, observed: {} }]);
    ledger.close();
    expect(collectGarbage(directory, followLeaf)).toEqual({ blobs: 0, bytes: 0 });
    expect(verifyLedger(directory)).toEqual({ sound: 1, blobs: 2, faults: [] });
    const lacking = temporaryFolder();
    const other = openLedger(lacking);
    const [alike] = exampleEvents(other, 0) as readonly [typeof started];
    other.append([{ event: { ...alike, memory }, observed: {} }]);
    other.close();
    const what = `names content ${memory} that is missing`;
    expect(verifyLedger(lacking)).toEqual({ sound: 1, blobs: 1, faults: [{ sequence: 1, what }] });
  });

  it('is not touched when something cannot be followed, and content still cannot be removed otherwise', () => {
    const directory = temporaryFolder();
    writeExampleRun(directory, 1);
    const before = verifyLedger(directory);
    expect(() => collectGarbage(directory, (ledger) => void ledger.get('ab'.repeat(32)))).toThrow(
      FulcrumError,
    );
    expect(verifyLedger(directory)).toEqual(before);
  });
});
