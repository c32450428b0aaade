import type { ComponentType } from 'preact';

/** What every view of a run is given. */
export interface ViewProps {
  readonly run: string;
  /** What it is about, from the address: `7` in `#/run/a/candidate/7`. */
  readonly subject: string | null;
  readonly query: { readonly [name: string]: string };
}

export interface ViewEntry {
  /** In the address. */
  readonly name: string;
  readonly title: string;
  readonly group: 'Search' | 'Evidence' | 'People';
  /** Pressed after `g`. */
  readonly key: string;
  /** It only sends: a page that was saved with its data has nothing to show there. */
  readonly needsServer?: true;
  /** Fetches the view's code when it is first shown. */
  readonly load: () => Promise<ComponentType<ViewProps>>;
}

/** Every view of a run but the overview, which comes with the shell; in the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  {
    name: 'lineage',
    title: 'Lineage',
    group: 'Search',
    key: 'l',
    load: async () => (await import('./lineage.tsx')).LineageView,
  },
  {
    name: 'populations',
    title: 'Populations',
    group: 'Search',
    key: 'u',
    load: async () => (await import('./populations.tsx')).PopulationsView,
  },
  {
    name: 'compare',
    title: 'Compare',
    group: 'Search',
    key: 'm',
    load: async () => (await import('./compare.tsx')).CompareView,
  },
  {
    name: 'candidate',
    title: 'Candidate',
    group: 'Search',
    key: 'c',
    load: async () => (await import('./candidate.tsx')).CandidateView,
  },
  {
    name: 'timeline',
    title: 'Timeline',
    group: 'Search',
    key: 't',
    load: async () => (await import('./timeline.tsx')).TimelineView,
  },
  {
    name: 'refused',
    title: 'Refused',
    group: 'Evidence',
    key: 'r',
    load: async () => (await import('./refused.tsx')).RefusedView,
  },
  {
    name: 'certificate',
    title: 'Certificate',
    group: 'Evidence',
    key: 'f',
    load: async () => (await import('./certificate.tsx')).CertificateView,
  },
  {
    name: 'ledger',
    title: 'Ledger',
    group: 'Evidence',
    key: 'e',
    load: async () => (await import('./ledger.tsx')).LedgerView,
  },
  {
    name: 'approvals',
    needsServer: true,
    title: 'Approvals',
    group: 'People',
    key: 'a',
    load: async () => (await import('./approvals.tsx')).ApprovalsView,
  },
  {
    name: 'proposals',
    needsServer: true,
    title: 'Proposals',
    group: 'People',
    key: 'p',
    load: async () => (await import('./proposals.tsx')).ProposalsView,
  },
];
