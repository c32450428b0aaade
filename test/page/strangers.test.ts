import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser, REBOUND_HOST } from '../../page/testing/browser.ts';
import { listInbox, inboxOf } from '../../src/proposers/inbox/inbox.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

describe.skipIf(!hasBrowser)('in a real browser (skipped: Chromium is not installed)', () => {
  it('nobody is let in without the token, and who had it may load the page again', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const stranger = await openViewer(`${server.origin}/?token=${'A'.repeat(43)}`, /status of 401/);
    expect(await stranger.page.locator('body').innerText()).toContain('it holds a token');
    const viewer = await openViewer(server.url);
    await viewer.page.getByRole('heading', { name: 'Runs' }).waitFor();
    expect(viewer.page.url()).not.toContain('token');
    expect(await viewer.page.evaluate('document.cookie')).toBe('');
    await viewer.page.reload();
    await viewer.page.getByRole('heading', { name: 'Runs' }).waitFor();
    expect([...stranger.wrong, ...viewer.wrong]).toEqual([]);
  });

  it('a name that somebody else lets point here (DNS rebinding) is not served', async () => {
    const run = toldRun();
    const { server, port } = await serve(run.task);
    const rebound = server.url.replace('127.0.0.1', REBOUND_HOST);
    expect(rebound).toContain(`http://${REBOUND_HOST}:${port}/`);
    const viewer = await openViewer(rebound, /status of 403|Cross-Origin-Opener-Policy/);
    expect(await viewer.page.locator('body').innerText()).toContain('This Host is not served here');
    expect(viewer.wrong).toEqual([]);
  });

  it('a page of another origin reads, embeds and changes nothing, though its reader is let in', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const elsewhere = await foreignPage();
    // The same site, for ports make no site: the cookie is sent along.
    const { page, wrong } = await openViewer(server.url, /^(?:request|console): /);
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.goto(elsewhere);
    const outcomes = await page.evaluate<readonly string[]>(attacksOn(server.origin));
    expect(outcomes).toEqual([
      'fetch: TypeError',
      'opaque fetch: TypeError',
      'post: TypeError',
      'opaque post: TypeError',
      'script: error',
      'image: error',
      'stream: error',
      'frame: empty',
    ]);
    expect(listInbox(inboxOf(run.directory, 'human'))).toEqual([]);
    expect(wrong).toEqual([]);
  });
});

async function foreignPage(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>elsewhere</title><link rel=icon href=data:,>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** What a foreign page can try; resolves with what came of each. */
function attacksOn(origin: string): string {
  const proposal = JSON.stringify({
    base: 0,
    change: 'priority.ts\n```\nevil\n```',
    summary: null,
    author: 'x',
  });
  return `(async () => {
    const at = (path) => ${JSON.stringify(origin)} + path;
    const tried = async (name, act) => name + ': ' + (await act().catch((error) => error.name));
    const element = (name, tag, path) => tried(name, () => new Promise((resolve) => {
      const one = document.createElement(tag);
      one.onload = () => resolve('loaded');
      one.onerror = () => resolve('error');
      one.src = at(path);
      document.body.append(one);
    }));
    const body = ${JSON.stringify(proposal)};
    const post = (mode) => fetch(at('/api/runs/main/proposals'), { method: 'POST', mode, credentials: 'include', body });
    const frame = () => new Promise((resolve) => {
      const one = document.createElement('iframe');
      one.onload = () => {
        try { resolve(one.contentDocument === null ? 'empty' : 'open'); } catch { resolve('empty'); }
      };
      one.src = at('/');
      document.body.append(one);
    });
    return [
      await tried('fetch', async () => (await fetch(at('/api/runs'), { credentials: 'include' })).text()),
      await tried('opaque fetch', async () =>
        (await (await fetch(at('/api/runs'), { credentials: 'include', mode: 'no-cors' })).text()).length + ' bytes'),
      await tried('post', async () => (await post('cors')).text()),
      await tried('opaque post', async () => { await post('no-cors'); return 'sent'; }),
      await element('script', 'script', '/api/runs'),
      await element('image', 'img', '/icon.svg'),
      await tried('stream', () => new Promise((resolve) => {
        const stream = new EventSource(at('/api/runs/main/live'), { withCredentials: true });
        stream.onmessage = () => resolve('heard');
        stream.onerror = () => { stream.close(); resolve('error'); };
      })),
      await tried('frame', frame),
    ];
  })()`;
}
