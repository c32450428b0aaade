import { useEffect, useRef, useState } from 'preact/hooks';

import type { CandidateColumns, CandidateRow } from '../../../../src/surfaces/view/protocol.ts';
import { columnsAddress } from '../address.ts';
import { onNews } from '../live.ts';
import type { Loaded } from '../use-data.ts';
import { useData } from '../use-data.ts';
import { withRows } from './candidate-set.ts';

/** Least time between two versions of what is shown, in milliseconds; longer where there are very many candidates. */
const APART = 1000;
const APART_PER_CANDIDATE = 0.05;
/** Least time between two requests for everything. */
const RENEWED = 4000;
/** Rows beyond which everything is fetched again. */
const MOST_ROWS = 20_000;

/**
 * All candidates of a run. What the live stream tells is added here, so that long runs are fetched once; they are fetched
 * again where it could not tell everything, and once when it begins: something may have come between.
 */
export function useColumns(run: string): Loaded<CandidateColumns> {
  const [round, setRound] = useState(0);
  const fetched = useData(columnsAddress(run), null, null, round);
  const told = useRef(nothingTold(run));
  const [grown, setGrown] = useState<Grown | null>(null);
  const { data: base, problem } = fetched.state === 'ready' ? fetched : NOTHING;

  useEffect(() => {
    if (base === null) return;
    if (told.current.run !== run) told.current = nothingTold(run);
    const { current } = told;
    if (current.base !== base) {
      // The reply holds what was told before it was asked for, and may lack what was told while it was on its way.
      current.rows = current.rows.slice(current.from);
      current.from = 0;
      current.base = base;
    }
    current.isAsked = false;
    let addition: ReturnType<typeof setTimeout> | null = null;
    let renewal: ReturnType<typeof setTimeout> | null = null;
    const ask = (): void => {
      renewal = null;
      current.from = current.rows.length;
      current.isDue = false;
      current.isAsked = true;
      setRound((count) => count + 1);
    };
    const renew = (): void => {
      current.isDue = true;
      // Another request would end the one that is on its way.
      if (!current.isAsked) renewal ??= setTimeout(ask, RENEWED);
    };
    const add = (): void => {
      addition = null;
      const now = withRows(base, current.rows);
      if (now === null) renew();
      else setGrown({ of: base, now });
    };
    const leave = onNews(run, (news) => {
      if (news === null || news.rows === null) return renew();
      if (news.rows.length === 0) return;
      if (!current.begun) renew();
      current.begun = true;
      current.rows.push(...news.rows);
      if (current.rows.length - current.from > MOST_ROWS) renew();
      addition ??= setTimeout(add, APART + APART_PER_CANDIDATE * base.number.length);
    });
    if (problem !== null || current.isDue) renew();
    if (current.rows.length > 0) add();
    return () => {
      leave();
      if (addition !== null) clearTimeout(addition);
      if (renewal !== null) clearTimeout(renewal);
    };
  }, [run, base, problem]);

  if (fetched.state !== 'ready' || grown?.of !== fetched.data) return fetched;
  return { ...fetched, data: grown.now };
}

const NOTHING = { data: null, problem: null };

/** What the live stream told of a run. */
interface Told {
  readonly run: string;
  /** The reply that the rows are laid over. */
  base: CandidateColumns | null;
  rows: CandidateRow[];
  /** Those before this place were told before everything was last asked for. */
  from: number;
  begun: boolean;
  /** Everything has to be fetched again. */
  isDue: boolean;
  /** It was asked for again, and there is no answer yet. */
  isAsked: boolean;
}

function nothingTold(run: string): Told {
  return { run, base: null, rows: [], from: 0, begun: false, isDue: false, isAsked: false };
}

interface Grown {
  readonly of: CandidateColumns;
  readonly now: CandidateColumns;
}
