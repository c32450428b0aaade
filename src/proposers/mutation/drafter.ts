import type { ProposalIntent } from '../../kernel/contracts/proposer.ts';
import type { Random } from '../../kernel/random.ts';
import { applyEdits } from './edit.ts';
import { pickInFocus, type Focus } from './focus.ts';
import type { Language } from './language.ts';
import type { SourcePlace, SourceTree } from './source-tree.ts';
import { summarize } from './summary.ts';
import type { SyntaxOperator } from './syntax-operator.ts';

/** Texts that each language remembers. */
const REMEMBERED = 256;
/** Mutations of a `start` where no function can be given a fresh body. */
const FRESH_MUTATIONS = 4;

/** What a change is made of besides its language. */
export interface DraftRequest {
  readonly path: string;
  readonly text: string;
  /** The same file of another parent, or null. */
  readonly mateText: string | null;
  readonly intent: ProposalIntent;
  /** Begin with a crossover where there is a mate. */
  readonly crossFirst: boolean;
  /** How often an operator is drawn; 0 for never. */
  readonly weigh: (operator: { readonly id: string; readonly weight: number }) => number;
  readonly furtherMutation: number;
  readonly maximumBytes: number;
  readonly focus: Focus;
  readonly random: Random;
}

/** A changed text, the operators that made it, in order, and the change in one line. */
export interface Draft {
  readonly text: string;
  readonly operators: readonly string[];
  readonly summary: string;
}

/** Changes texts of one language. */
export interface Drafter {
  readonly files: RegExp;
  /** Identifiers of the operators that are used when a task names none. */
  readonly defaults: readonly string[];
  /**
   * A text that parses, differs and is not too large; null when what was drawn makes none. Follows from the request
   * alone.
   */
  readonly draft: (request: DraftRequest) => Draft | null;
}

/** The drafter of a language, which remembers what it has parsed. */
export function createDrafter<Place extends SourcePlace, Tree extends SourceTree<Place>>(
  language: Language<Place, Tree>,
): Drafter {
  type Operators = readonly SyntaxOperator<Place, Tree>[];
  /** A text on the way, with the operators that made it. */
  interface Version {
    readonly text: string;
    readonly operators: readonly string[];
  }
  const parser = language.createParser(REMEMBERED);
  const { crossover, freshBody, operators } = language;

  const startAfresh = (parsed: Tree, request: DraftRequest): Version | null => {
    const untouched: Version = { text: parsed.text, operators: [] };
    const edits = freshBody(parsed, request.random);
    if (edits !== null) return accept(untouched, 'fresh-body', applyEdits(parsed.text, edits), request);
    let version: Version | null = untouched;
    for (let made = 0; version !== null && made < FRESH_MUTATIONS; made += 1)
      version = mutate(version, operators, null, request);
    return version;
  };

  const vary = (parsed: Tree, mate: Tree | null, request: DraftRequest): Version | null => {
    const crossFirst = mate !== null && request.crossFirst && request.weigh(crossover) > 0;
    const first = crossFirst ? [crossover] : operators;
    let version = mutate({ text: parsed.text, operators: [] }, first, mate, request);
    while (version !== null && request.random.chance(request.furtherMutation))
      version = mutate(version, operators, mate, request);
    return version;
  };

  /** One operator at one site; null when the site had no change in it or the result is refused. */
  const mutate = (
    version: Version,
    among: Operators,
    mate: Tree | null,
    request: DraftRequest,
  ): Version | null => {
    const { random, weigh } = request;
    const parsed = parser.parse(request.path, version.text)!;
    let left = among.filter((operator) => weigh(operator) > 0 && (mate !== null || operator !== crossover));
    while (left.length > 0) {
      const operator = drawOperator(left, request);
      const sites = operator.sites(parsed);
      if (sites.length > 0) {
        const edits = operator.apply(parsed, pickInFocus(request.focus, parsed, sites, random), random, mate);
        return edits && accept(version, operator.id, applyEdits(version.text, edits), request);
      }
      left = left.filter((other) => other !== operator);
    }
    return null;
  };

  /** The new text, if it parses, differs and is not too large. */
  const accept = (before: Version, operator: string, text: string, request: DraftRequest): Version | null => {
    const isRefused = text === before.text || Buffer.byteLength(text) > request.maximumBytes;
    if (isRefused || !parser.accepts(request.path, text)) return null;
    return { text, operators: [...before.operators, operator] };
  };

  return {
    files: language.files,
    defaults: language.defaults,
    draft: (request) => {
      const { path, text, mateText, intent } = request;
      const parsed = parser.parse(path, text);
      if (parsed === null) return null;
      const mate = mateText === null ? null : parser.parse(path, mateText);
      const larger = { ...request, maximumBytes: Math.max(request.maximumBytes, Buffer.byteLength(text)) };
      const version = intent === 'start' ? startAfresh(parsed, larger) : vary(parsed, mate, larger);
      if (version === null || version.text === text) return null;
      return { ...version, summary: summarize(parsed, version.text) };
    },
  };
}

function drawOperator<Operator extends { readonly id: string; readonly weight: number }>(
  operators: readonly Operator[],
  { weigh, random }: DraftRequest,
): Operator {
  let rest = random.next() * operators.reduce((sum, operator) => sum + weigh(operator), 0);
  for (const operator of operators) {
    rest -= weigh(operator);
    if (rest < 0) return operator;
  }
  return operators.at(-1)!;
}
