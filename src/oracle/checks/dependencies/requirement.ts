export type Ecosystem = 'npm' | 'pypi';

/** A package that a candidate adds, or takes in another version. */
export interface Requirement {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** Null where only the name is given, as for a peer. */
  readonly version: string | null;
  /** Whether a manifest names it, and not only a lockfile. */
  readonly direct: boolean;
  readonly file: string;
  /** What the lockfile says of it; null without one. */
  readonly locked: LockedPackage | null;
}

export interface LockedPackage {
  readonly resolved: string | null;
  /** Of these one at least has to be the registry's: Subresource Integrity for npm, `sha256:...` for PyPI. */
  readonly integrity: readonly string[];
}

/** Something wrong that no registry has to be asked about. */
export interface DependencyProblem {
  readonly file: string;
  /** The package or the field. */
  readonly name: string;
  readonly what: string;
}

export interface DependencyChange {
  readonly requirements: readonly Requirement[];
  readonly problems: readonly DependencyProblem[];
}

/** Where a package may come from besides the registry. */
export type OtherSource = 'alias' | 'bundled' | 'file' | 'git' | 'overrides' | 'url' | 'workspace';
