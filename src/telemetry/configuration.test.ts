import { expect, it } from 'vitest';
import type { TelemetryConfiguration } from './configuration.ts';
import { readConfiguration } from './configuration.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.test:4318' };

function read(environment: Readonly<Record<string, string>>): {
  readonly read: TelemetryConfiguration | null;
  readonly said: readonly string[];
} {
  const said: string[] = [];
  return { read: readConfiguration(environment, (notice) => said.push(notice)), said };
}

it.each<[string, Readonly<Record<string, string>>]>([
  ['nothing', {}],
  ['an empty address', { OTEL_EXPORTER_OTLP_ENDPOINT: '  ' }],
  ['the SDK switched off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
  ['no exporter of traces', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
])('wants no telemetry with %s, without a word', (_, environment) => {
  expect(read(environment)).toEqual({ read: null, said: [] });
});

it.each<[Readonly<Record<string, string>>, Partial<TelemetryConfiguration>]>([
  [ENDPOINT, { collector: 'collector.test:4318', capturesContent: false, share: 1 }],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.test/x' }, { collector: 't.test' }],
  [{ ...ENDPOINT, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'True' }, { capturesContent: true }],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'always_off' }, { share: 0 }],
  [
    { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    { share: 0.25 },
  ],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, { share: 1 }],
])('reads %j', (environment, expected) => {
  const { read: configuration, said } = read(environment);
  expect(configuration).toMatchObject(expected);
  expect(said).toEqual([]);
});

it.each<[Readonly<Record<string, string>>, RegExp, boolean]>([
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /no spans.*grpc/, false],
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /no spans.*zipkin/, false],
  [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, /every span/, true],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'most' }, /every span/, true],
])('says what it cannot do of %j', (more, notice, goesOn) => {
  const { read: configuration, said } = read({ ...ENDPOINT, ...more });
  expect(said).toEqual([expect.stringMatching(notice)]);
  expect(configuration !== null).toBe(goesOn);
});

it.each(['nonsense', 'localhost:4318', 'grpc://x:1', 'http://'])(
  'refuses the address %s before anything runs',
  (address) => {
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: address })).toThrow(
      /FULCRUM_E_TELEMETRY_ADDRESS.*OTEL_EXPORTER_OTLP_ENDPOINT/,
    );
  },
);
