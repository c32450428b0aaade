import type {
  Approvals,
  CandidateColumns,
  CandidateDetail,
  CertificateReply,
  DiffReply,
  LedgerPage,
  ModelCalls,
  Overview,
  Populations,
  Proposals,
  RefusedGroup,
  RunCard,
  SearchReply,
  Timeline,
  Verification,
} from '../../../src/surfaces/view/protocol.ts';

/** Where a reply is fetched from; `Reply` is its shape, which the server promises. */
export interface Address<Reply> {
  readonly path: string;
  /** Never set: it carries the type. */
  readonly reply?: Reply;
}

export const runsAddress: Address<readonly RunCard[]> = { path: '/api/runs' };

export const overviewAddress = (run: string): Address<Overview> => ofRun(run, 'overview');

export const columnsAddress = (run: string): Address<CandidateColumns> => ofRun(run, 'candidates');

export const candidateAddress = (run: string, number: number | string): Address<CandidateDetail> =>
  ofRun(run, `candidates/${encodeURIComponent(number)}`);

export const callsAddress = (run: string, number: number): Address<ModelCalls> =>
  ofRun(run, `candidates/${number}/calls`);

export const diffAddress = (run: string, before: number, after: number): Address<DiffReply> =>
  ofRun(run, `diff?before=${before}&after=${after}`);

export const ledgerAddress = (run: string, from: number, count: number): Address<LedgerPage> =>
  ofRun(run, `ledger?from=${from}&count=${count}`);

export const searchAddress = (run: string, text: string): Address<SearchReply> =>
  ofRun(run, `search?text=${encodeURIComponent(text)}`);

export const populationsAddress = (run: string): Address<Populations> => ofRun(run, 'populations');

export const refusedAddress = (run: string): Address<readonly RefusedGroup[]> => ofRun(run, 'refused');

export const timelineAddress = (run: string): Address<Timeline> => ofRun(run, 'timeline');

export const verificationAddress = (run: string): Address<Verification> => ofRun(run, 'verification');

export const certificateAddress = (run: string): Address<CertificateReply> => ofRun(run, 'certificate');

export const approvalsAddress = (run: string): Address<Approvals> => ofRun(run, 'approvals');

/** Answers to the keep of one candidate are sent here; all approvals are answered with. */
export const approvalAddress = (run: string, number: number): Address<Approvals> =>
  ofRun(run, `approvals/${number}`);

export const proposalsAddress = (run: string): Address<Proposals> => ofRun(run, 'proposals');

/** Any other address below a run. */
export function ofRun<Reply>(run: string, rest: string): Address<Reply> {
  return { path: `/api/runs/${encodeURIComponent(run)}/${rest}` };
}
