import { z } from 'zod';
import type { Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { parseOptions } from './options.ts';
import { passed, recordOf, type CandidateRecord } from './ranking.ts';
import { sample } from './sample.ts';

const schema = z.strictObject({
  chains: z.int().min(1).max(64).default(1),
  length: z.int().min(1).nullable().default(null),
  context: z.int().min(0).max(16).default(0),
});

type SequentialOptions = z.infer<typeof schema>;

/** A chain's candidates, latest last, and how many outcomes it has seen since it began. */
type Chain = { readonly trail: readonly CandidateRecord[]; readonly seen: number };

export type SequentialState = { readonly baseline: CandidateRecord; readonly chains: readonly Chain[] };

const TRAIL_LENGTH = 64;

/**
 * The second control: each proposal is made from the latest candidate of its chain that passed, whatever it scored, so
 * that there is sequence and no selection. After Gideoni, Risi & Gal, "Simple Baselines are Competitive with Code
 * Evolution" (arXiv:2602.16805), where it stands beside independent sampling (`random` here).
 *
 * Proposal k belongs to chain k modulo `chains`; a chain begins with something new, and does so again after `length`
 * outcomes, where that is given. `context` earlier candidates of the chain, drawn uniformly, go along as further parents.
 * A pipeline deeper than `chains` makes some proposals from the same parent.
 */
export function createSequentialStrategy(source: JsonObject): Strategy<SequentialState> {
  const options = parseOptions(schema, source, 'sequential');
  return {
    id: 'sequential',
    start: (baseline) => ({
      baseline: recordOf(baseline.candidate),
      chains: Array.from({ length: options.chains }, () => ({ trail: [], seen: 0 })),
    }),
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => {
      if (outcome.kind === 'measured') return state;
      const home = outcome.number % state.chains.length;
      const reached = passed(outcome);
      const chains = state.chains.map((chain, index) => {
        if (index !== home) return chain;
        return restartIfLong(extend(state, chain, outcome.number, reached?.candidate ?? null), options);
      });
      return { ...state, chains };
    },
  };
}

function select(
  state: SequentialState,
  number: number,
  random: Random,
  options: SequentialOptions,
): Selection {
  const { trail } = state.chains[number % state.chains.length]!;
  const latest = trail.at(-1);
  if (latest === undefined) return { kind: 'propose', parents: [state.baseline], intent: 'start' };
  const shown = sample(trail.slice(0, -1), options.context, random);
  return { kind: 'propose', parents: [latest, ...shown], intent: 'vary' };
}

/** The chain after one more outcome; what a chain that has ended still brings belongs to none. */
function extend(
  { baseline }: SequentialState,
  { trail, seen }: Chain,
  number: number,
  reached: CandidateRecord | null,
): Chain {
  const known = trail.filter((candidate) => candidate.number !== number);
  const origin = reached?.parents[0];
  const belongs = origin === baseline.number || trail.some((candidate) => candidate.number === origin);
  const joined = reached !== null && belongs ? [...known, reached].slice(-TRAIL_LENGTH) : known;
  return { trail: joined, seen: seen + 1 };
}

function restartIfLong(chain: Chain, { length }: SequentialOptions): Chain {
  return length !== null && chain.seen >= length ? { trail: [], seen: 0 } : chain;
}
