import { join } from 'node:path';
import { recordedCalls } from '../../metering/recording/recorded-calls.ts';
import { proposalHolder } from '../../proposers/own-token.ts';
import { RECORDING } from '../model-door.ts';
import type { FollowedRun } from './followed-run.ts';
import type { ModelCalls } from './protocol.ts';

const MOST_CALLS = 100;

/** What models were asked for a candidate and what they answered, as far as it was recorded. */
export function modelCalls({ place }: FollowedRun, number: number): ModelCalls {
  const calls = recordedCalls(join(place.directory, RECORDING), proposalHolder(number), MOST_CALLS + 1);
  return { calls: calls.slice(0, MOST_CALLS), cut: calls.length > MOST_CALLS };
}
