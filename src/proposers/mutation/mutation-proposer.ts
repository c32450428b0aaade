import type { Proposal, ProposalIntent, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { operatorPreference, OPERATOR_SEPARATOR, rewardOperators, type BanditState } from './bandit.ts';
import { focusedPaths } from '../focused-paths.ts';
import { createDrafter, type Drafter, type DraftRequest } from './drafter.ts';
import { javascript } from './javascript/javascript.ts';
import { mutationOptions, type MutationOptions } from './options.ts';
import { python } from './python/python.ts';

const ATTEMPTS = 24;

/**
 * Changes TypeScript, JavaScript and Python by operators on the syntax tree. Proposals always parse, differ from the
 * parent, and follow from parents, state and random stream alone. Needs no model and runs nothing.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createMutationProposer(source: JsonObject = {}): Proposer<BanditState> {
  const options = mutationOptions(source);
  const drafters = [createDrafter(javascript), createDrafter(python)];
  return {
    id: 'mutation',
    trusted: true,
    author: { kind: 'program', family: 'fulcrum-mutation' },
    start: () => ({}),
    observe: (state, outcome) => (options.bandit ? rewardOperators(state, outcome) : state),
    propose: (request) => Promise.resolve(propose(request, options, drafters)),
  };
}

function propose(
  request: ProposalRequest<BanditState>,
  options: MutationOptions,
  drafters: readonly Drafter[],
): Proposal {
  const { parents, random, intent } = request;
  const [parent, ...mates] = parents;
  const drafterOf = (path: string): Drafter | undefined => drafters.find(({ files }) => files.test(path));
  const focus = focusedPaths(request.focus);
  const paths = parent!.files
    .editable()
    .filter((path) => focus.includes(path) && drafterOf(path) !== undefined);
  if (paths.length === 0) {
    return { kind: 'nothing', reason: `no editable TypeScript, JavaScript or Python file${focus.place}` };
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const path = random.pick(paths);
    const text = parent!.files.read(path);
    if (text === null) continue;
    const drafter = drafterOf(path)!;
    const draft = drafter.draft({
      path,
      text,
      mateText: mates.length > 0 ? random.pick(mates).files.read(path) : null,
      intent,
      crossFirst: attempt < ATTEMPTS / 2,
      weigh: weightsOf(operatorsFor(intent, options, drafter), options, request.state),
      // A repair and an ablation are one step, so that it shows what that step does.
      furtherMutation: intent === 'repair' || intent === 'ablate' ? 0 : options.furtherMutation,
      maximumBytes: options.maximumBytes,
      focus: options.focus,
      random,
    });
    if (draft === null) continue;
    return {
      kind: 'edit',
      edits: [{ path, content: draft.text }],
      provenance: {
        proposer: 'mutation',
        operator: draft.operators.join(OPERATOR_SEPARATOR),
        summary: draft.summary,
      },
    };
  }
  return { kind: 'nothing', reason: `no operator changed ${paths.join(', ')} in ${ATTEMPTS} attempts` };
}

/** Those that take something out, and nothing else. */
const ABLATIONS = ['clause-drop', 'element-delete', 'expression-shrink', 'guard-drop', 'statement-delete'];

function operatorsFor(
  intent: ProposalIntent,
  { operators }: MutationOptions,
  { defaults }: Drafter,
): readonly string[] {
  if (intent !== 'ablate') return operators ?? defaults;
  return operators === null ? ABLATIONS : operators.filter((id) => ABLATIONS.includes(id));
}

function weightsOf(
  operators: readonly string[],
  { bandit }: MutationOptions,
  state: BanditState,
): DraftRequest['weigh'] {
  const allowed = new Set(operators);
  return ({ id, weight }) => {
    if (!allowed.has(id)) return 0;
    return bandit ? weight * operatorPreference(state, id) : weight;
  };
}
