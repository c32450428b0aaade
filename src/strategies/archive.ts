import { z } from 'zod';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Member, MemberArchive } from './member-archive.ts';
import { createMemberArchive } from './member-archive.ts';
import { parseOptions } from './options.ts';
import { scaleOption } from './unit-scale.ts';

const schema = z.strictObject({
  scale: scaleOption,
  keep: z.enum(['all', 'better']).default('all'),
  leeway: z.number().min(0).max(1).default(0.1),
  size: z.int().min(1).max(10_000).default(1000),
});

/**
 * The open-ended archive of the Darwin Gödel Machine (Zhang et al. 2025, arXiv 2505.22954; program `DGM_outer.py`,
 * method `score_child_prop`): every candidate that passes stays, with `keep: better` every one no worse than the
 * baseline less `leeway`. Each proposal varies a member drawn with replacement, as likely as
 * sigmoid(10 (score - 1/2)) / (1 + children), where children are those that became members.
 *
 * Where it is another: a score that is no accuracy is read as one by `scale`. The archive holds `size` members, the
 * original has no bound: of more, the one least likely to be drawn is forgotten. What a proposal is to work on (there a
 * failed task, at random) is for the proposer to choose. As many proposals are drawn before the first of them is known
 * as the task's `pipeline` says; there it is two.
 */
export function createArchiveStrategy(source: JsonObject): Strategy<MemberArchive> {
  const { keep, leeway, scale, size } = parseOptions(schema, source, 'archive');
  return createMemberArchive({
    id: 'archive',
    scale,
    size,
    weigh: archiveWeights,
    admits: (score, baseline) => keep === 'all' || score >= baseline - leeway,
    children: 'members',
  });
}

function archiveWeights(members: readonly Member[]): readonly number[] {
  return members.map(({ score, children }) => 1 / (1 + Math.exp(-10 * (score - 0.5))) / (1 + children));
}
