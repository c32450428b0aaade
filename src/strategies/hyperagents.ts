import { z } from 'zod';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Member, MemberArchive } from './member-archive.ts';
import { createMemberArchive } from './member-archive.ts';
import { parseOptions } from './options.ts';
import { scaleOption } from './unit-scale.ts';

const schema = z.strictObject({
  scale: scaleOption,
  size: z.int().min(1).max(10_000).default(1000),
});

/**
 * The archive of the Darwin Gödel Machine with hyperagents (arXiv 2603.19461; program `utils/gl_utils.py`, method
 * `score_child_prop`): as `archive`, but each member is as likely a parent as
 * sigmoid(10 (score - m)) exp(-(children / 8)^3), where m is the mean of the three best scores: what counts as good
 * moves with the search, and a parent is worn out after about eight children, whatever became of them. Every candidate
 * that passes is a member.
 *
 * Where it is another: a score that is no accuracy is read as one by `scale`; the archive holds `size` members, the
 * original has no bound: of more, the one least likely to be drawn is forgotten. That the editor is part of what is
 * edited is a matter of the workspace, not of the strategy.
 */
export function createHyperagentsStrategy(source: JsonObject): Strategy<MemberArchive> {
  const { scale, size } = parseOptions(schema, source, 'hyperagents');
  return createMemberArchive({
    id: 'hyperagents',
    scale,
    size,
    weigh: hyperagentWeights,
    admits: () => true,
    children: 'proposals',
  });
}

function hyperagentWeights(members: readonly Member[]): readonly number[] {
  const middle = meanOfBest(members, 3);
  return members.map(
    ({ score, children }) => Math.exp(-((children / 8) ** 3)) / (1 + Math.exp(-10 * (score - middle))),
  );
}

function meanOfBest(members: readonly Member[], count: number): number {
  const best = Float64Array.from(members, ({ score }) => score)
    .toSorted()
    .slice(-count);
  return best.reduce((sum, score) => sum + score, 0) / best.length;
}
