import { challenges } from './challenger/challenges.ts';
import { network } from './solver/network.ts';

/** Both roles as plain data: the oracle runs the network, the candidate only says what it is. */
export function describe(): { readonly network: unknown; readonly challenges: unknown } {
  return { network, challenges };
}
