import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { jsonLines, startFulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';
import { openViewer, serve } from './viewer.ts';

describe.skipIf(!hasBrowser)('a run of another process (skipped: Chromium is not installed)', () => {
  it('is seen to go on without loading anew, and takes a person’s answer to its end', async () => {
    const directory = tinyTask({
      'fulcrum.yaml': `${TINY_TASK.replace('evaluations: 40', 'evaluations: 12').replace('seed: 1', 'seed: 6')}acceptance: { approval: required }\n`,
    });
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const { server } = await serve(directory);
    const viewer = await openViewer(server.url);
    const { page } = viewer;
    await page.getByRole('heading', { name: 'No runs here yet' }).waitFor();

    const run = startFulcrum(['run', '--json', '--no-control'], directory);
    onTestFinished(() => void run.child.kill('SIGKILL'));
    await page.getByRole('link', { name: /^main/ }).click();
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();
    // From here on nothing is clicked: what changes, the page was told of.
    await page.evaluate('globalThis.sameDocument = true');
    const waits = page.getByRole('listitem').filter({ hasText: 'Escalation' });
    await waits.getByText(/waits/).waitFor();

    await viewer.go('#/run/main/approvals');
    const pending = page.getByRole('region', { name: /^Candidate \d+ waits$/ });
    await pending.waitFor();
    const number = Number(/\d+/.exec((await pending.getAttribute('aria-label'))!)![0]);
    await pending.getByText('return input').first().waitFor();
    await pending.getByLabel('Your name').fill('Ada');
    expect(await pending.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await pending.getByLabel('Reason').fill('It comes nearer to twice the input.');
    await pending.getByRole('button', { name: 'Approve' }).click();
    const answered = page
      .getByRole('table', { name: 'Answers that were given' })
      .getByRole('row', { name: `#${number}` });
    await answered.waitFor();
    expect(await answered.innerText()).toContain('Ada');

    run.child.kill('SIGINT');
    const said = jsonLines((await run.ended).stdout).map((line) => JSON.stringify(line));
    const given = said.find((line) => line.includes('"approval-given"'))!;
    expect(given).toContain('"who":"Ada"');
    expect(given).toContain(`"number":${number}`);
    await viewer.go('#/run/main/overview');
    await page.getByText('finished', { exact: true }).waitFor();
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
    expect(viewer.wrong).toEqual([]);
  });
});
