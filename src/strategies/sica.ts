import { z } from 'zod';
import type { Scored, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import { instancesOf } from './instances.ts';
import { parseOptions } from './options.ts';
import { recordOf, type CandidateRecord, type Direction } from './ranking.ts';

const schema = z.strictObject({
  repeats: z.int().min(1).max(1000).default(1),
  size: z.int().min(2).max(10_000).default(1000),
});

/** A candidate with its results added up, greater being better. */
export type Agent = {
  readonly candidate: CandidateRecord;
  /** Judgements and measurements. */
  readonly judged: number;
  /** Results: one for each instance in each of them. */
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly spread: number;
};

export type SicaState = {
  readonly direction: Direction;
  readonly metric: string;
  readonly baseline: Agent;
  /** Oldest first; never empty. */
  readonly agents: readonly Agent[];
};

/**
 * The rule of SICA, for comparison (arXiv 2504.15228; MaximeRobeyns/self_improving_coding_agent, `runner.py`,
 * `select_base_agent`): each proposal varies the newest candidate whose mean is not below the lower end of the best
 * one's 95 % confidence interval, mean - 1.96 s / sqrt(n). Results are those of the visible instances (`instances.ts`);
 * with `repeats` above 1 the newest candidate is measured until it has been judged so often. With fewer than two results
 * there is no interval, and the best itself is the base.
 *
 * **This rule can slide.** Whatever is worse by less than the noise becomes the next base, again and again, and the best
 * measurement it is compared with is itself a lucky one. Nothing of this touches what is kept: that is for the
 * acceptance rule, which holds the incumbent where it is.
 *
 * Where it is another: candidates that fail are no bases (there their runs are dropped); the last `size` candidates are
 * remembered, and the best one.
 */
export function createSicaStrategy(source: JsonObject): Strategy<SicaState> {
  const { repeats, size } = parseOptions(schema, source, 'sica');
  return {
    id: 'sica',
    start: (first, { direction, metric }) => {
      const unseen = { candidate: recordOf(first.candidate), judged: 0, count: 0, mean: 0, spread: 0 };
      const baseline = withResults(unseen, first, { direction, metric });
      return { direction, metric, baseline, agents: [baseline] };
    },
    select: ({ agents }) => {
      const newest = agents.at(-1)!;
      if (newest.judged < repeats) return { kind: 'measure', candidate: newest.candidate };
      return { kind: 'propose', parents: [baseOf(agents).candidate], intent: 'vary' };
    },
    observe: (state, outcome) => {
      switch (outcome.kind) {
        case 'refused':
          return state;
        case 'measured':
          return measured(state, outcome.scored);
        case 'decided': {
          const others = state.agents.filter(({ candidate }) => candidate.number !== outcome.number);
          const unseen = {
            candidate: recordOf(outcome.scored.candidate),
            judged: 0,
            count: 0,
            mean: 0,
            spread: 0,
          };
          const passes = outcome.scored.score !== null;
          const agents = passes ? [...others, withResults(unseen, outcome.scored, state)] : others;
          return { ...state, agents: bounded(agents.length === 0 ? [state.baseline] : agents, size) };
        }
      }
    },
  };
}

/** The newest that is not clearly worse than the best. */
function baseOf(agents: readonly Agent[]): Agent {
  const best = bestOf(agents);
  const lower = lowerBound(best);
  return agents.findLast((agent) => agent === best || agent.mean >= lower)!;
}

function bestOf(agents: readonly Agent[]): Agent {
  return agents.reduce((best, agent) => (agent.mean > best.mean ? agent : best));
}

/** Of the 95 % confidence interval of the mean; not a number for fewer than two results. */
function lowerBound({ count, mean, spread }: Agent): number {
  return mean - 1.96 * Math.sqrt(spread / (count - 1) / count);
}

function measured(state: SicaState, scored: Scored): SicaState {
  const agents = state.agents.map((agent) =>
    agent.candidate.number === scored.candidate.number ? withResults(agent, scored, state) : agent,
  );
  return { ...state, agents };
}

/** One more judgement, its results added in one pass (Welford 1962). */
function withResults(
  agent: Agent,
  scored: Scored,
  { direction, metric }: Pick<SicaState, 'direction' | 'metric'>,
): Agent {
  let { count, mean, spread } = agent;
  for (const { value } of instancesOf(scored, metric)) {
    const result = gain({ direction }, value, 0);
    count += 1;
    const step = (result - mean) / count;
    spread += (result - mean) * (result - mean - step);
    mean += step;
  }
  return { ...agent, judged: agent.judged + 1, count, mean, spread };
}

function bounded(agents: readonly Agent[], size: number): readonly Agent[] {
  if (agents.length <= size) return agents;
  return agents[0] === bestOf(agents) ? agents.toSpliced(1, 1) : agents.slice(1);
}
