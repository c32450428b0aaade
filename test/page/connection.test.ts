import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser, LOCALHOST_ADDRESS } from '../../page/testing/browser.ts';
import { builtPage } from '../../page/testing/built-page.ts';
import { openViewServer } from '../../src/surfaces/view/view-server.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

const OUTDATED = 'What you see may be out of date';

describe.skipIf(!hasBrowser)('a lost connection (skipped: Chromium is not installed)', () => {
  it('is told, keeps what was there, and is mended by itself', async () => {
    const run = toldRun();
    const { server, port } = await serve(run.task);
    const wire = await openWire(port);
    const url = `${server.url.replace('127.0.0.1', 'localhost')}#/run/main`;
    const { page, wrong } = await openViewer(url, /ERR_/);
    await page.getByText('connected', { exact: true }).waitFor();
    await page.getByText('of 5 evaluations').waitFor();
    wire.cut();
    const lost = page.getByRole('status').filter({ hasText: 'No connection since' });
    await lost.waitFor();
    // What is decided in the meantime is caught up with.
    run.append({
      type: 'candidate-decided',
      number: 7,
      decision: { kind: 'discard', rule: 'exact', reason: 'worse', comparisons: [] },
    });
    expect(await page.getByText('of 5 evaluations').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Refused' }).click();
    const problem = page.getByRole('alert').filter({ hasText: 'No connection' });
    await problem.waitFor();
    await wire.mend();
    await lost.waitFor({ state: 'detached' });
    await problem.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Before judging' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('of 6 evaluations').waitFor();
    expect(wrong).toEqual([]);
  });

  it('within a reply is told above the list of runs, until it is back', async () => {
    const run = toldRun();
    const { server, port } = await serve(run.task);
    const wire = await openWire(port);
    const { page, wrong } = await openViewer(server.url.replace('127.0.0.1', 'localhost'), /ERR_/);
    const row = page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'main' });
    await row.waitFor();
    expect(await page.title()).toBe('Runs · Fulcrum');
    const outdated = page.getByRole('status').filter({ hasText: OUTDATED });
    wire.shorten();
    await outdated.waitFor();
    expect(await row.isVisible()).toBe(true);
    await wire.mend();
    await outdated.waitFor({ state: 'detached' });
    expect(wrong).toEqual([]);
  });

  it('to a server that was started anew tells its reader to sign in, after which it goes on', async () => {
    const run = toldRun();
    const parts = { paths: [run.task], host: '127.0.0.1', page: builtPage(), onFault: console.error };
    const first = await openViewServer({ ...parts, port: 0 });
    const { page, wrong } = await openViewer(`${first.url}#/run/main`, /ERR_|status of 401/);
    await page.getByText('connected', { exact: true }).waitFor();
    await first.close();
    const second = await openViewServer({ ...parts, port: Number(new URL(first.origin).port) });
    onTestFinished(second.close);
    const lost = page.getByRole('status').filter({ hasText: 'open the address that it printed' });
    await lost.waitFor();
    const other = await page.context().newPage();
    await other.goto(second.url);
    await lost.waitFor({ state: 'detached' });
    expect(wrong).toEqual([]);
  });
});

interface Wire {
  readonly cut: () => void;
  /** From now on every reply ends a little after its head. */
  readonly shorten: () => void;
  readonly mend: () => Promise<void>;
}

/** A wire from the address that browsers take for `localhost` to a port, that can be cut and mended. */
async function openWire(port: number): Promise<Wire> {
  let isShort = false;
  const sockets = new Set<Socket>();
  const wire = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket) && other.destroy());
    }
    near.pipe(far);
    far.on('data', (part: Buffer) => {
      if (isShort) near.end(part.subarray(0, part.indexOf('\r\n\r\n') + 6));
      else near.write(part);
    });
  });
  const cut = (): void => {
    wire.close();
    for (const socket of sockets) socket.destroy();
  };
  const shorten = (): void => {
    isShort = true;
  };
  const mend = async (): Promise<void> => {
    isShort = false;
    if (wire.listening) return;
    await new Promise<void>((listening) => wire.listen(port, LOCALHOST_ADDRESS, listening));
  };
  await mend();
  onTestFinished(cut);
  return { cut, shorten, mend };
}
