import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { keepHeapSmall } from '../../small-heap.ts';
import { openViewServer } from '../../view/view-server.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { awaitInterrupt } from '../interruption.ts';
import type { Output } from '../output.ts';
import { reportError } from '../output.ts';

export interface ViewCommandOptions {
  /** Tasks or run directories. */
  readonly paths: readonly string[];
  readonly port: number;
  readonly host: string;
  /** Ask the desktop to open the page. */
  readonly open: boolean;
}

/** `fulcrum view`: shows runs on a local page until it is interrupted. */
export async function viewCommand(options: ViewCommandOptions, output: Output): Promise<ExitCode> {
  keepHeapSmall();
  const interrupt = awaitInterrupt();
  try {
    const server = await openViewServer({ ...options, onFault: (error) => reportError(output, error) });
    output.both(
      { type: 'view', url: server.url, origin: server.origin, token: server.token },
      () => server.url,
    );
    if (!isLoopback(options.host))
      output.notice(`Whoever can reach ${options.host} and has this address can read the runs, unencrypted.`);
    if (options.open) openInBrowser(server.url, output);
    await interrupt.promise;
    await server.close();
    return EXIT_CODES.finished;
  } finally {
    interrupt.release();
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function openInBrowser(url: string, output: Output): void {
  const opener = platform() === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.once('error', () => output.notice(`There is no ${opener} here: open the address yourself.`));
  child.unref();
}
