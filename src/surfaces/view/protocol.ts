/** What the server of `fulcrum view` and its page say to each other: plain JSON, nothing of it is markup. */
export type * from './protocol/run.ts';
export type * from './protocol/candidate.ts';
export type * from './protocol/populations.ts';
export type * from './protocol/evidence.ts';
export type * from './protocol/people.ts';
export type * from './protocol/live-news.ts';
export type * from './protocol/saved.ts';
export type * from './protocol/error.ts';
