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
const REMEMBERED_ROWS = 2000;

/**
 * All candidates of a run. What the live stream tells is added here, so that long runs are fetched once; they are fetched
 * again where it could not tell everything, and once when it begins: something may have come between.
 */
export function useColumns(run: string): Loaded<CandidateColumns> {
  const [round, setRound] = useState(0);
  const fetched = useData(columnsAddress(run), null, null, round);
  const told = useRef<{ readonly run: string; rows: CandidateRow[]; begun: boolean }>({
    run,
    rows: [],
    begun: false,
  });
  const [grown, setGrown] = useState<Grown | null>(null);
  const base = fetched.state === 'ready' ? fetched.data : null;

  useEffect(() => {
    if (base === null) return;
    if (told.current.run !== run) told.current = { run, rows: [], begun: false };
    const { current } = told;
    // Also those of before: they may have come while the reply was on its way.
    current.rows = current.rows.slice(-REMEMBERED_ROWS);
    let addition: ReturnType<typeof setTimeout> | null = null;
    let renewal: ReturnType<typeof setTimeout> | null = null;
    const renew = (): void => {
      renewal ??= setTimeout(() => setRound((count) => count + 1), RENEWED);
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
      if (current.rows.length > MOST_ROWS) renew();
      addition ??= setTimeout(add, APART + APART_PER_CANDIDATE * base.number.length);
    });
    if (current.rows.length > 0) add();
    return () => {
      leave();
      if (addition !== null) clearTimeout(addition);
      if (renewal !== null) clearTimeout(renewal);
    };
  }, [run, base]);

  if (fetched.state !== 'ready' || grown?.of !== fetched.data) return fetched;
  return { ...fetched, data: grown.now };
}

interface Grown {
  readonly of: CandidateColumns;
  readonly now: CandidateColumns;
}
