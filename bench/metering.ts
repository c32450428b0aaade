/**
 * What the metering proxy adds to a call and to each streamed event, at 50 calls side by side, beside the same calls to
 * the same scripted provider without it. Provider, meter and agents are processes of their own; direct and metered
 * rounds take turns. The provider notes in a comment of the stream when it sent each event.
 * `node bench/metering.ts [rounds]`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../src/kernel/json.ts';
import { httpBackend } from '../src/metering/http-backend.ts';
import { startMeter } from '../src/metering/meter.ts';
import { loadPrices } from '../src/metering/price-table.ts';
import { openaiChat } from '../src/metering/protocols/openai-chat.ts';
import { defineScript } from '../src/metering/scripted/script.ts';
import { scriptedBackend } from '../src/metering/scripted/scripted-backend.ts';
import { numberArgument } from './number-argument.ts';
import { median, percentile } from './statistics.ts';

const CONCURRENT = 50;
const CALLS_EACH = 8;
const STREAMS_EACH = 3;
/** Milliseconds over which calls begin: agents do not call in step. */
const SPREAD = 200;
const KEY = 'bench-provider-key';
const TOKEN = 'fulcrum-run-bench-token';

/** A model that takes its time, so that 50 calls wait for it and not for this machine's processors. */
const SCRIPT = defineScript({
  rules: [
    { when: { text: 'stream' }, reply: { text: 'x'.repeat(640), eventDelayMilliseconds: 20 } },
    { reply: { text: 'x'.repeat(640), delayMilliseconds: 200 } },
  ],
});

const [role = 'main', argument = ''] = process.argv.slice(2);
if (role === 'provider') await serveProvider();
else if (role === 'meter') await serveMeter(argument);
else await measure(numberArgument(1, 4, '[rounds]'));

async function serveProvider(): Promise<void> {
  const backend = scriptedBackend(SCRIPT);
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const asked = openaiChat.readRequest(JSON.parse(body) as JsonObject, openaiChat.path);
    const call = { holder: null, protocol: openaiChat, request: asked, query: '', headers: {}, body };
    const reply = await backend.send(call, new AbortController().signal);
    outgoing.writeHead(reply.status, reply.headers);
    for await (const chunk of reply.body) {
      if (asked.stream) outgoing.write(`: sent ${now()}\n`);
      outgoing.write(chunk);
    }
    outgoing.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function serveMeter(provider: string): Promise<void> {
  const backend = httpBackend({ baseUrl: provider, keyVariable: 'KEY', environment: { KEY } });
  const budget = { money: 1000, tokens: null, calls: null, allowUnpriced: false };
  const meter = await startMeter({
    backends: { 'openai-chat': backend },
    prices: loadPrices(null),
    budget,
    token: TOKEN,
  });
  process.send!(meter.url);
}

async function measure(rounds: number): Promise<void> {
  const provider = fork(import.meta.filename, ['provider']);
  const [direct] = (await once(provider, 'message')) as [string];
  const proxy = fork(import.meta.filename, ['meter', direct]);
  const [metered] = (await once(proxy, 'message')) as [string];
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  const seen = {
    call: { direct: [] as number[], metered: [] as number[] },
    event: { direct: [] as number[], metered: [] as number[] },
  };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['direct', 'metered'] as const) : (['metered', 'direct'] as const);
    for (const which of order) {
      const url = which === 'direct' ? direct : metered;
      const calls = await sideBySide(CALLS_EACH, () => timeCall(url, agent));
      const events = (await sideBySide(STREAMS_EACH, () => timeEvents(url, agent))).flat();
      // The first round opens connections and warms the processes up.
      if (round === 0) continue;
      seen.call[which].push(...calls);
      seen.event[which].push(...events);
    }
  }
  agent.destroy();
  proxy.kill();
  provider.kill();
  print('call', seen.call, 3);
  print('streamed event', seen.event, 1);
}

async function sideBySide<Result>(times: number, work: () => Promise<Result>): Promise<readonly Result[]> {
  const workers = Array.from({ length: CONCURRENT }, async (_, worker) => {
    const results: Result[] = [];
    await sleep((worker / CONCURRENT) * SPREAD);
    for (let count = 0; count < times; count += 1) results.push(await work());
    return results;
  });
  return (await Promise.all(workers)).flat();
}

async function timeCall(url: string, agent: Agent): Promise<number> {
  const started = now();
  for await (const chunk of await ask(url, 'whole', agent)) void chunk;
  return now() - started;
}

/** Milliseconds from the provider's writing of each event to its arrival here. */
async function timeEvents(url: string, agent: Agent): Promise<readonly number[]> {
  const delays: number[] = [];
  for await (const chunk of await ask(url, 'stream', agent)) {
    const arrived = now();
    for (const [, sent] of String(chunk).matchAll(/^: sent ([\d.]+)$/gm)) delays.push(arrived - Number(sent));
  }
  return delays;
}

async function ask(url: string, text: string, agent: Agent): Promise<AsyncIterable<unknown>> {
  const body = JSON.stringify({
    model: 'gpt-5.5',
    max_completion_tokens: 400,
    stream: text === 'stream',
    messages: [
      { role: 'system', content: 'You are a careful engineer. '.repeat(150) },
      { role: 'user', content: text },
    ],
  });
  const outgoing = request(`${url}${openaiChat.path}`, {
    agent,
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-length': Buffer.byteLength(body) },
  });
  outgoing.end(body);
  const [reply] = (await once(outgoing, 'response')) as [
    AsyncIterable<unknown> & { readonly statusCode: number },
  ];
  if (reply.statusCode !== 200) throw new Error(`the answer has status ${reply.statusCode}`);
  return reply;
}

/** Milliseconds of the clock that all processes of this machine share. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function print(
  what: string,
  { direct, metered }: { readonly direct: readonly number[]; readonly metered: readonly number[] },
  aim: number,
): void {
  const figure = (values: readonly number[]): string =>
    `median ${median(values).toFixed(2)} ms, 95% ${percentile(values, 0.95).toFixed(2)} ms`;
  const added = median(metered) - median(direct);
  console.log(
    `${what}: direct ${figure(direct)}; metered ${figure(metered)}; added at the median ${added.toFixed(2)} ms ` +
      `(aim: under ${aim} ms); ${metered.length} measured`,
  );
}
