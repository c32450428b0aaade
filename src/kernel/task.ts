import type { AcceptanceSource } from './acceptance-source.ts';
import type { Author } from './authorship.ts';
import type { JsonObject } from './json.ts';
import type { Objective } from './objective.ts';
import type { Visibility } from './verdict.ts';

/** What may change, what judges it, which way is better and what it may cost. Frozen after loading. */
export interface Task {
  readonly name: string;
  readonly description: string;
  readonly workspace: WorkspaceSource;
  /** Makes files the candidate needs before it is judged; null when there is nothing to make. */
  readonly build: BuildSource | null;
  readonly subject: SubjectSource;
  readonly oracle: OracleSource;
  /** The first decides; the others break its ties, in order. */
  readonly objectives: readonly Objective[];
  readonly slices: Slices;
  readonly proposers: readonly ProposerSource[];
  readonly strategy: StrategySource;
  /** A strategy run beside the main one on an equal budget, as the control of its curve; null for none. */
  readonly control: StrategySource | null;
  readonly acceptance: AcceptanceSource;
  readonly budget: Budget;
  /** Left out, the guards keep to their defaults. */
  readonly guards?: GuardLimits;
  readonly sandbox: SandboxLimits;
  readonly seed: string;
  /** Proposal k is made from the decisions up to k - pipeline, whatever the number of workers. */
  readonly pipeline: number;
}

/** The tree a candidate starts from. */
export interface WorkspaceSource {
  /** Folder, relative to the task file. */
  readonly root: string;
  /** Import from this commit of the repository that holds `root`; null imports the folder as it is. */
  readonly commit: string | null;
  /** Globs of the paths a proposer may change; everything else is protected. */
  readonly editable: readonly string[];
  /** Globs of paths left out of the tree. */
  readonly exclude: readonly string[];
  /** Largest file that is kept, in bytes; a larger one is refused. */
  readonly maximumFileBytes: number;
  /** Who wrote the unmodified code. */
  readonly author?: Author;
}

/** A program that runs once in a sandbox of its own, in a copy of the candidate that it may write to. */
export interface BuildSource {
  /** Program and arguments, run in the candidate's folder. */
  readonly argv: readonly string[];
  /** Globs of the files it makes; they join the candidate's. One that matches nothing fails the candidate. */
  readonly outputs: readonly string[];
  /** Files and folders shown read-only below `/fulcrum/tools`, by their name there; relative to the task file. */
  readonly tools: { readonly [name: string]: string };
  readonly limits: CollectionLimits;
}

/** What one program may take before its files are collected, and how much is collected. */
export interface CollectionLimits {
  /** Time it may run. */
  readonly seconds: number;
  readonly files: number;
  /** All files together. */
  readonly bytes: number;
}

/** How the candidate is called. One kind per driver in `oracle/subject/`. */
export type SubjectSource =
  | NodeSubjectSource
  | PythonSubjectSource
  | CommandSubjectSource
  | ArtifactSubjectSource
  | FilesSubjectSource;

/** Nothing that is called: checks look at the files, and run programs over them. */
export interface FilesSubjectSource {
  readonly kind: 'files';
}

export interface NodeSubjectSource {
  readonly kind: 'node';
  /** Module in the workspace, relative to its root. */
  readonly module: string;
  /** Name of the exported function that answers questions. */
  readonly export: string;
}

/** A function in a Python module, called many times in one process. */
export interface PythonSubjectSource {
  readonly kind: 'python';
  /** Module in the workspace, relative to its root. */
  readonly module: string;
  /** Name of the function that answers questions. */
  readonly export: string;
  /** Whether packages installed for the system's Python can be imported; starting takes longer then. */
  readonly packages: boolean;
}

/** A program started anew for every question, with the question on its standard input. */
export interface CommandSubjectSource {
  readonly kind: 'command';
  /** Program and arguments, run in the candidate's folder, which is read-only. */
  readonly argv: readonly string[];
  /** The question as it is, which then must be a text, or as one line of JSON. */
  readonly input: 'text' | 'json';
  /** How standard output is read. */
  readonly output: 'text' | 'json';
}

/** A program that runs once, in a copy of the candidate that it may write to, and is judged by the files it leaves. */
export interface ArtifactSubjectSource {
  readonly kind: 'artifact';
  readonly argv: readonly string[];
  /** Globs of the files handed to the oracle. */
  readonly files: readonly string[];
  readonly limits: CollectionLimits;
}

export type OracleSource = (ModuleOracleSource | CommandOracleSource | ChecksOracleSource) &
  OracleProvenanceSource;

/** Where an oracle comes from, as far as that is known. */
export interface OracleProvenanceSource {
  /** Who wrote its checks. */
  readonly author?: Author;
  /** File, relative to the task file, with what an audit showed of each check. */
  readonly audit?: string;
}

export interface ModuleOracleSource {
  /** Module that exports the oracle, relative to the task file and outside the workspace. */
  readonly module: string;
  /** Globs of further files the oracle reads: they enter the task's hash. */
  readonly data: readonly string[];
}

export interface CommandOracleSource {
  /** Program and arguments of an oracle in any language, started in the task's folder. */
  readonly command: readonly string[];
  /** As for a module. Words of the command that name files there enter the hash too. */
  readonly data: readonly string[];
}

/** An oracle put together from the library of checks. */
export interface ChecksOracleSource {
  /** In the order they are run, cheapest first; the first that does not pass ends it. */
  readonly checks: readonly CheckSource[];
  /** As for a module. Options of a check that name files below the task's folder enter the hash too. */
  readonly data: readonly string[];
}

/** One check of the library, or with the kind `module` all checks of a module, in its place. */
export interface CheckSource {
  readonly kind: string;
  readonly name: string;
  readonly slice: string;
  readonly visibility: Visibility;
  /** Who wrote it, where that is not the author of the oracle. */
  readonly author?: Author;
  readonly options: JsonObject;
}

export interface Slices {
  /** Names of the slices whose results proposers may see. */
  readonly visible: readonly string[];
  readonly heldOut: readonly HeldOutSlice[];
}

/** Questions no proposer sees the result of. */
export interface HeldOutSlice {
  readonly name: string;
  /** Metric compared here; null when the slice only passes or fails. */
  readonly metric: string | null;
  readonly direction: Objective['direction'];
  /**
   * Loss against the incumbent and against the baseline that is still accepted, in the metric's unit; null measures and
   * reports the slice without deciding by it.
   */
  readonly tolerance: number | null;
  /**
   * `fresh`, when left out: drawn anew for every reading. `fixed`: the same at every reading, so that each one tells a
   * little more of them.
   */
  readonly items?: 'fresh' | 'fixed';
  /** Readings a run may take, the baseline's included; left out, any number. */
  readonly reads?: number;
  /** What a reading of fixed items answers with; the figure itself when left out. */
  readonly answer?: HeldOutAnswer;
  /** Read once only, when the winner is confirmed at the end: never by a decision. */
  readonly final?: boolean;
}

/** How little a reading tells, so that choosing by it again and again stays honest. */
export type HeldOutAnswer =
  | {
      /** Blum and Hardt 2015: the best figure so far, replaced only by one that is better beyond its noise. */
      readonly kind: 'ladder';
      /** Improvement that counts, in the metric's unit; null takes the noise of the items the check reports. */
      readonly step: number | null;
    }
  | {
      /** Dwork et al. 2015: the visible figure, unless the held-out one is further from it than the threshold. */
      readonly kind: 'thresholdout';
      /** Visible slice that reports the same metric. */
      readonly against: string;
      readonly threshold: number;
      /** Scale of the Laplace noise, in the metric's unit. */
      readonly noise: number;
    };

export interface ProposerSource {
  readonly kind: string;
  /** Share of the proposals relative to the other proposers. */
  readonly weight: number;
  readonly options: JsonObject;
}

export interface StrategySource {
  readonly kind: string;
  readonly options: JsonObject;
}

/** What a run may spend; null is unlimited. */
export interface Budget {
  /** Candidates judged. */
  readonly evaluations: number | null;
  readonly wallSeconds: number | null;
  /** Units of work that checks report in their `work` metric. */
  readonly work: number | null;
  /** US dollars spent by proposers. */
  readonly money: number | null;
}

/** What ends a run that gets nowhere. */
export interface GuardLimits {
  /** Proposals of models in a row that brought no candidate: each one was paid for. */
  readonly paidRefusals: number;
}

/** What one sandbox may use. */
export interface SandboxLimits {
  readonly memoryBytes: number;
  readonly processes: number;
  /** Size of each writable temporary file system. */
  readonly temporaryBytes: number;
  /** Most bytes of standard output and error together, kept as evidence only; more ends the sandbox. */
  readonly outputBytes: number;
  /** Longest answer to one question, in bytes. */
  readonly answerBytes: number;
  /** Time for one question by the oracle's clock. */
  readonly questionSeconds: number;
  /** Time for one judgement, all questions together. */
  readonly judgementSeconds: number;
  /** Candidates that one recycled screening process answers for before it is replaced; 0 screens nothing. */
  readonly screeningBatch: number;
}
