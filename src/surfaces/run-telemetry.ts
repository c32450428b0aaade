import type { RunOutcome } from '../loop/loop.ts';
import { openTelemetry } from '../telemetry/open-telemetry.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { packageVersion } from './version.ts';

/** Hands `use` the telemetry of a run, which does nothing unless the environment asks for it, and closes it. */
export async function withTelemetry(
  task: string,
  say: (notice: string) => void,
  use: (telemetry: Telemetry) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const telemetry = await openTelemetry({ version: packageVersion(), task, say });
  try {
    const outcome = await use(telemetry);
    await telemetry.close({ reason: outcome.reason });
    return outcome;
  } catch (error) {
    await telemetry.close({ error });
    throw error;
  }
}
