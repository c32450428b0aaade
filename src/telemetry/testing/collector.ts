import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** A span as it came over the wire, with its attributes as plain values. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 2 is an error. */
  readonly status: { readonly code?: number };
}

export interface Collector {
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
  }[];
  /** Everything that was sent, as text. */
  readonly bytes: () => string;
  readonly spans: () => readonly ReceivedSpan[];
  readonly resource: () => Readonly<Record<string, unknown>>;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values?: readonly Value[] };
}

interface KeyValue {
  readonly key: string;
  readonly value: Value;
}

type WrittenSpan = Omit<ReceivedSpan, 'attributes' | 'events' | 'links' | 'parentSpanId'> & {
  readonly parentSpanId?: string;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[];
  readonly links?: ReceivedSpan['links'];
};

interface Written {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WrittenSpan[] }[];
  }[];
}

/**
 * Stands where an OpenTelemetry collector would: takes OTLP over HTTP in JSON, answers with a status, or not at all where
 * that is null. Closed with the test.
 */
export async function startCollector(status: number | null = 200): Promise<Collector> {
  const requests: { path: string; headers: Readonly<Record<string, unknown>> }[] = [];
  const bodies: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      bodies.push((incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString());
      requests.push({ path: incoming.url!, headers: incoming.headers });
      if (status !== null) outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const received = (): readonly Written['resourceSpans'][number][] =>
    bodies.flatMap((body) => (JSON.parse(body) as Written).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bytes: () => bodies.join('\n'),
    spans: () =>
      received().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(readSpan))),
    resource: () => plain(received()[0]!.resource.attributes),
  };
}

function readSpan(span: WrittenSpan): ReceivedSpan {
  return {
    ...span,
    parentSpanId: span.parentSpanId ?? '',
    attributes: plain(span.attributes),
    events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: plain(attributes) })),
    links: span.links ?? [],
  };
}

function plain(attributes: readonly KeyValue[] = []): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));
}

function plainValue(value: Value): unknown {
  if (value.intValue !== undefined) return Number(value.intValue);
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plainValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
