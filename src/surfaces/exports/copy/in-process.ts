import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificates } from '../../view/certificates.ts';
import type { RunPlace } from '../../view/find-runs.ts';
import { createRunFinder } from '../../view/find-runs.ts';
import { createInquiries } from '../../view/inquiries.ts';
import type { RunCard } from '../../view/protocol.ts';
import { serveRuns } from '../../view/served-runs.ts';
import { createVerifications } from '../../view/verifications.ts';
import { createViewApp } from '../../view/view-app.ts';

/** The page's server without a socket: what it would answer at an address. */
export interface InProcessView {
  readonly cards: readonly RunCard[];
  /** @throws what the server would say, where it is no reply */
  readonly reply: (path: string) => Promise<unknown>;
  readonly close: () => void;
}

const AGAIN_MILLISECONDS = 20;

/** Opens runs and waits until every one of them is read to its end. */
export async function viewInProcess(directories: readonly string[]): Promise<InProcessView> {
  const finder = createRunFinder(directories);
  // A copy is shown around: commands in it name the folder one is in, not where the run was on this machine.
  const places = (): readonly RunPlace[] =>
    finder.places().map((place) => ({ ...place, taskDirectory: '.' }));
  const runs = serveRuns({ places });
  const inquiries = createInquiries();
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const app = createViewApp({
    runs,
    admit: () => ({ kind: 'admitted' }),
    certificates: createCertificates(inquiries),
    verifications: createVerifications(inquiries, onFault),
    page: '',
    onFault,
  });
  const close = (): void => {
    inquiries.close();
    runs.close();
  };
  const reply = async (path: string): Promise<unknown> => {
    const response = await app.request(path, {}, { incoming: null as never, outgoing: null as never });
    if (response.ok) return response.json();
    throw faults.at(-1) ?? new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 500)}`);
  };
  return { cards: await cardsWhenRead(runs.cards), reply, close };
}

/** The server answers with what it has read so far; a copy is made of all of it. A run that goes on is never read up. */
async function cardsWhenRead(ask: () => Promise<readonly RunCard[]>): Promise<readonly RunCard[]> {
  const first = await ask();
  const wanted = new Map(first.map(({ id, reading }) => [id, reading.total]));
  for (let cards = first; ; cards = await ask()) {
    const isRead = cards.every(
      ({ id, reading, phase }) => phase === 'unreadable' || reading.read >= (wanted.get(id) ?? 0),
    );
    if (isRead) return cards;
    await sleep(AGAIN_MILLISECONDS);
  }
}
