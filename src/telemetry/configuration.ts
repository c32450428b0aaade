import { FulcrumError } from '../kernel/errors.ts';

/** What the environment asks for, by the variables that OpenTelemetry defines. */
export interface TelemetryConfiguration {
  /** Host and port of the collector, for messages. */
  readonly collector: string;
  /** Whether words of prompts, answers and tools may leave. */
  readonly capturesContent: boolean;
  /** Share of the proposals that are traced, from 0 to 1. */
  readonly share: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Null where no telemetry is wanted. @throws FulcrumError `FULCRUM_E_TELEMETRY_ADDRESS` */
export function readConfiguration(
  environment: Environment,
  say: (notice: string) => void,
): TelemetryConfiguration | null {
  const read = (name: string): string => environment[name]?.trim() ?? '';
  const variable = ADDRESSES.find((name) => read(name) !== '');
  const exporter = read('OTEL_TRACES_EXPORTER') || 'otlp';
  if (variable === undefined || exporter === 'none' || isTrue(read('OTEL_SDK_DISABLED'))) return null;
  const protocol = read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') || read('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (exporter !== 'otlp' || protocol === 'grpc') {
    say(`no spans are sent: ${exporter === 'otlp' ? 'grpc' : exporter} is not spoken, only OTLP over HTTP`);
    return null;
  }
  return {
    collector: collectorOf(variable, read(variable)),
    capturesContent: isTrue(read('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT')),
    share: shareOf(read('OTEL_TRACES_SAMPLER'), read('OTEL_TRACES_SAMPLER_ARG'), say),
  };
}

const ADDRESSES = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}

function collectorOf(variable: string, value: string): string {
  const address = URL.canParse(value) ? new URL(value) : null;
  if (address !== null && /^https?:$/.test(address.protocol)) return address.host;
  throw new FulcrumError({
    code: 'FULCRUM_E_TELEMETRY_ADDRESS',
    domain: 'usage',
    what: 'The address of the OpenTelemetry collector is no http or https address',
    where: `environment variable ${variable}`,
    mend: 'Give an address like http://127.0.0.1:4318, or unset the variable.',
  });
}

/** Every proposal is a trace of its own, so that samplers which ask the parent come to the same as those which do not. */
function shareOf(sampler: string, argument: string, say: (notice: string) => void): number {
  switch (sampler.replace(/^parentbased_/, '')) {
    case '':
    case 'always_on':
      return 1;
    case 'always_off':
      return 0;
    case 'traceidratio': {
      const share = argument === '' ? 1 : Number(argument);
      if (share >= 0 && share <= 1) return share;
      say('every span is sent: OTEL_TRACES_SAMPLER_ARG is no number from 0 to 1');
      return 1;
    }
    default:
      say(`every span is sent: OTEL_TRACES_SAMPLER names a sampler that is not known here`);
      return 1;
  }
}
