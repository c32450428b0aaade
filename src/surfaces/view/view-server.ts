import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { FulcrumError } from '../../kernel/errors.ts';
import { createRunToken } from '../../metering/run-token.ts';
import { createDoorkeeper } from './admission.ts';
import { createCertificates } from './certificates.ts';
import { createRunFinder } from './find-runs.ts';
import { createInquiries } from './inquiries.ts';
import { PAGE_FOLDER } from './page-files.ts';
import { serveRuns } from './served-runs.ts';
import { createVerifications } from './verifications.ts';
import { createViewApp } from './view-app.ts';

export interface ViewOptions {
  /** Task files, task folders, or run directories. */
  readonly paths: readonly string[];
  /** 0 takes a free one. */
  readonly port: number;
  /** An address of this machine; only a loopback address keeps others out. */
  readonly host: string;
  /** Folder with the built page; that of this package when left out. */
  readonly page?: string;
  readonly onFault: (error: unknown) => void;
}

export interface ViewServer {
  /** With its token: whoever opens it is let in. */
  readonly url: string;
  readonly token: string;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves the page over one or many runs until it is closed. Nothing it does disturbs the processes that write them.
 *
 * @throws FulcrumError `FULCRUM_E_VIEW_PATH`, `FULCRUM_E_VIEW_PORT`
 */
export async function openViewServer(options: ViewOptions): Promise<ViewServer> {
  const { host, port, onFault, page = PAGE_FOLDER } = options;
  const runs = serveRuns(createRunFinder(options.paths));
  const token = createRunToken();
  const inquiries = createInquiries();
  const app = createViewApp({
    runs,
    admit: createDoorkeeper(token, host),
    certificates: createCertificates(inquiries),
    verifications: createVerifications(inquiries, onFault),
    page,
    onFault,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 },
  }) as Server;
  server.maxConnections = 128;
  await listening(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  return {
    url: `${origin}/?token=${token}`,
    token,
    origin,
    close: () =>
      new Promise((resolve) => {
        inquiries.close();
        runs.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_VIEW_PORT',
      domain: 'usage',
      what: `${host}:${port} cannot be had: ${(cause as Error).message}`,
      where: '--port, --host',
      mend: 'Name another port, or 0 for a free one, and an address of this machine',
      cause,
    });
  }
}
