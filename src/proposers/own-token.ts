import type { Proposal } from '../kernel/contracts/proposer.ts';
import type { ModelDoor, TokenSpending } from './services.ts';

/** Whom the calls for a proposal are recorded for. */
export function proposalHolder(number: number): string {
  return `proposal ${number}`;
}

/**
 * Lends `use` the door with a token of one proposal's own, so that its calls can be told from those made at the same
 * time for others; the budget stays the run's. What the meter counted takes the place of what providers said to the
 * proposer: it also knows calls that broke. Where no tokens are issued the token is the run's.
 */
export async function withOwnToken(
  door: ModelDoor | null,
  number: number,
  use: (door: ModelDoor | null) => Promise<Proposal>,
): Promise<Proposal> {
  if (door?.issue === undefined) return use(door);
  const issued = door.issue({
    label: proposalHolder(number),
    ...{ money: null, tokens: null, calls: null },
    onExhausted: () => undefined,
  });
  let proposal: Proposal;
  try {
    proposal = await use({ ...door, token: issued.token });
  } catch (error) {
    await issued.close();
    throw error;
  }
  return metered(proposal, await issued.close());
}

function metered(proposal: Proposal, { inputTokens, outputTokens, money }: TokenSpending): Proposal {
  const { provenance } = proposal;
  if (provenance?.model === undefined) return proposal;
  const model = { ...provenance.model, inputTokens, outputTokens, money };
  return { ...proposal, provenance: { ...provenance, model } };
}
