import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { FulcrumError } from '../../kernel/errors.ts';
import type { Admission } from './admission.ts';
import { answerError } from './answer-error.ts';
import { approvalsOf, giveApproval } from './approvals.ts';
import { candidateDetail } from './candidate-detail.ts';
import { diffReply } from './diff-reply.ts';
import type { FollowedRun } from './followed-run.ts';
import { ledgerPage } from './ledger-page.ts';
import { liveStream } from './live-stream.ts';
import { modelCalls } from './model-calls.ts';
import { overviewOf } from './overview.ts';
import { pageFile } from './page-files.ts';
import { plainReply } from './plain-reply.ts';
import { populationsOf } from './populations.ts';
import { proposalsOf } from './proposals-list.ts';
import { propose } from './proposals.ts';
import type { CertificateReply } from './protocol.ts';
import { jsonBody, limitedBody } from './read-body.ts';
import { jsonReply, refusalReply } from './reply.ts';
import { refusedGroups } from './refused-groups.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { searchReply } from './search-reply.ts';
import type { OpenedRun, ServedRuns } from './served-runs.ts';
import { timelineOf } from './timeline.ts';
import type { Verifications } from './verifications.ts';

export interface ViewParts {
  readonly runs: ServedRuns;
  readonly admit: (incoming: HttpBindings['incoming']) => Admission;
  readonly certificates: (run: FollowedRun) => Promise<CertificateReply>;
  readonly verifications: Verifications;
  /** Folder with the built page. */
  readonly page: string;
  /** Told of faults of Fulcrum itself. */
  readonly onFault: (error: unknown) => void;
}

/** Of what a model was told or answered, in UTF-16 units. */
const LONGEST_PROMPT = 400_000;

interface Environment {
  readonly Bindings: HttpBindings;
}

type Answer = (opened: OpenedRun, context: Context<Environment>) => unknown;
type Order = (opened: OpenedRun, body: unknown, context: Context<Environment>) => unknown;

/** All addresses of the page's server. */
export function createViewApp(parts: ViewParts): Hono<Environment> {
  const { runs, admit, page, certificates, verifications, onFault } = parts;
  const app = new Hono<Environment>();

  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    const admission = admit(context.env.incoming);
    if (admission.kind === 'refused') return refusalReply(context, admission);
    if (admission.kind === 'introduced') {
      context.header('Set-Cookie', admission.cookie);
      return context.redirect(admission.location, 303);
    }
    await next();
    return undefined;
  });
  app.onError((error, context) => {
    const { status, reply } = answerError(error, onFault);
    return jsonReply(context, plainReply(reply), status);
  });

  const get = (path: string, answer: Answer): void => {
    app.get(`/api/runs/:id/${path}`, async (context) =>
      jsonReply(context, await answer(await runs.open(context.req.param('id')), context)),
    );
  };

  app.get('/api/runs', async (context) => jsonReply(context, plainReply(await runs.cards())));
  get('overview', ({ run, card, control }) => plainReply(overviewOf(run, card, control?.fold() ?? null)));
  // Numbers, and names that are plain already.
  get('candidates', ({ run }) =>
    run.fold().candidates.columns(run.fold().state().incumbent?.candidate.number ?? 0),
  );
  get('candidates/:number', ({ run }, context) =>
    plainReply(candidateDetail(run, context.req.param('number')!)),
  );
  // A prompt is read in whole.
  get('candidates/:number/calls', ({ run }, { req }) =>
    plainReply(modelCalls(run, whole(req.param('number'), 0)), LONGEST_PROMPT),
  );
  get('diff', ({ run }, { req }) => diffReply(run, req.query('before') ?? '', req.query('after') ?? ''));
  get('ledger', ({ run }, { req }) =>
    plainReply(ledgerPage(run, whole(req.query('from'), 1), whole(req.query('count'), 100))),
  );
  get('search', ({ run }, { req }) => searchReply(run.fold(), req.query('text') ?? ''));
  // As many numbers as a grid has cells; the few names in it are made plain there.
  get('populations', ({ run }) => populationsOf(run));
  get('refused', ({ run }) => plainReply(refusedGroups(run.fold())));
  get('approvals', ({ run }) => plainReply(approvalsOf(run)));
  get('proposals', ({ run }) => plainReply(proposalsOf(run)));
  get('certificate', async ({ run }) => plainReply(await certificates(run)));
  get('verification', ({ run }) => plainReply(verifications.of(run)));
  get('timeline', ({ run }) => plainReply(timelineOf(run.fold())));
  app.get('/api/runs/:id/live', async (context) => {
    const { run } = await runs.open(context.req.param('id'));
    return liveStream(context, run);
  });

  const post = (path: string, carryOut: Order): void => {
    app.post(`/api/runs/:id/${path}`, limitedBody, async (context) => {
      const body = await jsonBody(context);
      const opened = await runs.open(context.req.param('id'));
      return jsonReply(context, plainReply(carryOut(opened, body, context)));
    });
  };
  post('proposals', ({ run }, body) => propose(run, body));
  post('approvals/:number', ({ run }, body, { req }) =>
    giveApproval(run, whole(req.param('number'), 0), body),
  );
  post('verification', ({ run }) => verifications.start(run));

  app.all('/api/*', (context) => {
    throw noAddress(context.req.path);
  });
  app.get('*', (context) => {
    const file = pageFile(page, context.req.path);
    if (file !== null) return context.body(file.bytes, 200, { 'Content-Type': file.type });
    if (context.req.path !== '/') return context.text('There is nothing here\n', 404);
    return context.text('The page is not built yet: run `npm run build:page`, then load this again.\n', 503);
  });
  app.all('*', (context) => context.text('This is read with GET\n', 405, { Allow: 'GET' }));
  return app;
}

/** A whole number as an address gives it. */
function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new FulcrumError({
    code: 'FULCRUM_E_VIEW_QUERY',
    domain: 'usage',
    what: 'a whole number is needed',
    where: text.slice(0, 50),
    mend: 'Give digits only',
  });
}

function noAddress(path: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_VIEW_ADDRESS',
    domain: 'usage',
    what: 'there is no such address here',
    where: path.slice(0, 200),
    mend: 'Load the page again: it may be older than this server',
  });
}
