import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';

import type { LiveNews } from '../../src/surfaces/view/protocol.ts';
import { standInRun } from './stand-in-run.ts';

const NO_REPLY = {
  message: 'The stand-in has no reply for this address: give it one in testing/stand-in-run.ts.',
};

/**
 * Stands in for `fulcrum view` while one works on the page: answers the same addresses with a made-up run, which goes
 * on while it is looked at. Only in `vite page`; a build holds nothing of it.
 */
export function standInServer(): Plugin {
  return {
    name: 'fulcrum-stand-in-server',
    apply: 'serve',
    configureServer(server) {
      const run = standInRun();
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (!url.pathname.startsWith('/api/')) return next();
        if (url.pathname.endsWith('/live')) return stream(request, response, run.news);
        const reply = run.replies(url.pathname + url.search);
        response.statusCode = reply === undefined ? 404 : 200;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(reply ?? NO_REPLY));
      });
    },
  };
}

function stream(request: IncomingMessage, response: ServerResponse, news: () => LiveNews): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': here\n\n');
  const timer = setInterval(() => response.write(`data: ${JSON.stringify(news())}\n\n`), 500);
  request.on('close', () => clearInterval(timer));
}
