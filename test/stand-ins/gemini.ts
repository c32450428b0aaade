import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Stands where Google's API would: one text for every question, whole or as server-sent events. Closed with the test. */
export async function geminiStandIn(text: string): Promise<string> {
  const reply = (part: string, finishReason?: string): object => ({
    candidates: [{ content: { role: 'model', parts: [{ text: part }] }, finishReason, index: 0 }],
    usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 7, totalTokenCount: 18 },
  });
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (incoming.url!.includes(':streamGenerateContent')) {
      const half = Math.floor(text.length / 2);
      const events = [reply(text.slice(0, half)), reply(text.slice(half), 'STOP')];
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
      return;
    }
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(reply(text, 'STOP')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1beta`;
}
