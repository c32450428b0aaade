import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import type { TelemetryConfiguration } from './configuration.ts';
import { LONGEST_VALUE } from './content.ts';

/** Where spans are made and go. */
export interface SpanSink {
  readonly tracer: Tracer;
  /** Sends what is left, for a few seconds at most. */
  readonly close: () => Promise<void>;
}

interface SinkOrder {
  readonly version: string;
  readonly say: (notice: string) => void;
}

/** Longer than this nobody waits at the end of a run for a collector that does not answer. */
const CLOSING_MILLISECONDS = 5000;

/** An export with its retries is over before that, unless the environment gives it another time. */
const EXPORT_MILLISECONDS = 4000;
const TIMEOUTS = ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT'];

/** Batches spans in the background, at most 2048 of them; what finds no room, or no collector, is lost and said so. */
export function openSpanSink(configuration: TelemetryConfiguration, { version, say }: SinkOrder): SpanSink {
  const account = createAccount(configuration.collector, say);
  const provider = new TracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take the place of the first two.
    resource: resourceFromAttributes({ 'service.name': 'fulcrum', 'service.version': version }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(configuration.share) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [account.counter, new BatchSpanProcessor({ exporter: account.watch(createExporter()) })],
  });
  return {
    tracer: provider.getTracer('fulcrum', version),
    close: async () => {
      // Why it failed has been said when it did.
      await Promise.race([provider.shutdown().catch(() => undefined), timeUp()]);
      account.settle();
    },
  };
}

function createExporter(): SpanExporter {
  const isSet = TIMEOUTS.some((name) => (process.env[name] ?? '') !== '');
  return new OTLPTraceExporter(isSet ? {} : { timeoutMillis: EXPORT_MILLISECONDS });
}

function timeUp(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, CLOSING_MILLISECONDS).unref());
}

interface Account {
  readonly counter: SpanProcessor;
  readonly watch: (exporter: SpanExporter) => SpanExporter;
  /** Says what was lost, if anything was. */
  readonly settle: () => void;
}

/** Counts what ended and what arrived, and says the first failure: the SDK itself keeps quiet about both. */
function createAccount(collector: string, say: (notice: string) => void): Account {
  let ended = 0;
  let arrived = 0;
  let failed = false;
  return {
    counter: {
      onStart: () => undefined,
      onEnd: (span: ReadableSpan) => {
        if ((span.spanContext().traceFlags & SAMPLED) !== 0) ended += 1;
      },
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
    watch: (exporter) => ({
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          // The SDK does not give out its enum of codes; nought is success.
          const code: number = result.code;
          if (code === 0) arrived += spans.length;
          else if (!failed) {
            failed = true;
            const reason = redactSecrets(result.error?.message ?? 'no reason given', []).text.slice(0, 200);
            say(
              `spans do not reach the collector at ${collector}, and the run goes on without them: ${reason}`,
            );
          }
          done(result);
        }),
      shutdown: () => exporter.shutdown(),
    }),
    settle: () => {
      // What fails from here on is in this count.
      failed = true;
      if (ended > arrived)
        say(`${ended - arrived} of ${ended} spans did not reach the collector at ${collector}`);
    },
  };
}

/** The bit of W3C Trace Context's flags. */
const SAMPLED = 1;
