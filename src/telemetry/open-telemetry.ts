import { readConfiguration } from './configuration.ts';
import type { Telemetry } from './telemetry.ts';
import { SILENT } from './telemetry.ts';

export interface TelemetryOrder {
  /** Of Fulcrum. */
  readonly version: string;
  /** Name of the task. */
  readonly task: string;
  /** Told once each of what goes wrong with it. */
  readonly say: (notice: string) => void;
}

/**
 * Telemetry of one run, if the environment names a collector (`OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`). Spans follow the semantic conventions for generative AI, version of
 * https://github.com/open-telemetry/semantic-conventions-genai of 2026, and go out as OTLP over HTTP, in JSON.
 *
 * @throws FulcrumError `FULCRUM_E_TELEMETRY_ADDRESS` when the address is none
 */
export async function openTelemetry(order: TelemetryOrder): Promise<Telemetry> {
  const configuration = readConfiguration(process.env, order.say);
  if (configuration === null) return SILENT;
  // The SDK takes its time to load; nobody without a collector waits for it.
  const [{ openSpanSink }, { createRunSpans }] = await Promise.all([
    import('./span-sink.ts'),
    import('./run-spans.ts'),
  ]);
  return createRunSpans(openSpanSink(configuration, order), configuration, order.task);
}
