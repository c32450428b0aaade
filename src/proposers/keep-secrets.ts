import type { Proposal, Proposer } from '../kernel/contracts/proposer.ts';
import { redactSecrets, SHORTEST_KNOWN } from '../kernel/redact-secrets.ts';

/**
 * The proposer, with none of the secrets in anything it hands over: they are taken out of what is said of a change, and a
 * change that holds one is none.
 *
 * @param known in all forms, longest first: see `secretForms`
 */
export function keepSecrets(proposer: Proposer, known: readonly string[]): Proposer {
  return {
    ...proposer,
    propose: async (request) => cleaned(await proposer.propose(request), known),
  };
}

function cleaned(proposal: Proposal, known: readonly string[]): Proposal {
  const { kind } = proposal;
  if (kind === 'nothing') return withoutSecrets(proposal, known);
  const held = proposal.edits.some(({ path, content }) =>
    known.some((secret) => path.includes(secret) || content?.includes(secret)),
  );
  if (!held) return { ...proposal, provenance: withoutSecrets(proposal.provenance, known) };
  const reason = 'the change holds a secret of the environment that Fulcrum runs in, so it is not kept';
  return { kind: 'nothing', reason, provenance: withoutSecrets(proposal.provenance, known) };
}

function withoutSecrets<Value>(value: Value, known: readonly string[]): Value {
  if (typeof value === 'string') return withoutTail(redactSecrets(value, known).text, known) as Value;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item, known)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, withoutSecrets(field, known)]);
  return Object.fromEntries(fields) as Value;
}

/** Whoever shortened the text may have cut a secret in two. */
function withoutTail(text: string, known: readonly string[]): string {
  const end = text.endsWith('…') ? text.length - 1 : text.length;
  for (const secret of known) {
    for (let length = Math.min(secret.length - 1, end); length >= SHORTEST_KNOWN; length -= 1) {
      if (!text.endsWith(secret.slice(0, length), end)) continue;
      return `${text.slice(0, end - length)}[redacted known]${text.slice(end)}`;
    }
  }
  return text;
}
