/** Names of the agents Fulcrum knows how to start; `program` is any other that reads its task and edits files. */
export const AGENT_KINDS = ['claude', 'codex', 'acp', 'program'] as const;

export type AgentKind = (typeof AGENT_KINDS)[number];

/** What an agent is told and lent for one proposal. Paths are as seen inside its sandbox. */
export interface AgentErrand {
  readonly prompt: string;
  /** Writable copy of the parent's workspace; where the agent starts. */
  readonly workspace: string;
  /** Writable folder for the agent's own files, empty at the start and gone at the end. */
  readonly home: string;
  /** Base URL of the metered door, without a trailing slash and without `/v1`; null where the agent calls no model. */
  readonly door: { readonly url: string; readonly token: string } | null;
}

/** How one agent is started. */
export interface AgentStart {
  readonly argv: readonly string[];
  readonly environment: { readonly [name: string]: string };
  /** Files written before it starts: absolute path inside, below home or workspace's parent, to text. */
  readonly files: { readonly [path: string]: string };
  /** Lines sent to its standard input at the start. */
  readonly input: readonly string[];
  /** Whether its standard input ends after `input`; otherwise it stays open for replies. */
  readonly closesInput: boolean;
}

/** What was seen of an agent at work. Claims of its own, every one; nothing is decided on them. */
export type AgentEvent =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'tool-called'; readonly id: string; readonly tool: string; readonly input: string }
  | {
      readonly kind: 'tool-ended';
      readonly id: string;
      readonly outcome: 'done' | 'failed' | 'denied';
      readonly output: string;
    }
  | {
      readonly kind: 'permission';
      readonly tool: string;
      readonly detail: string;
      readonly answer: 'allowed' | 'denied';
      /** The policy's rule that decided. */
      readonly rule: string;
    }
  | { readonly kind: 'turn-ended'; readonly turns: number | null }
  | { readonly kind: 'fault'; readonly text: string }
  /** Something the adapter has no name for, cut short: a new version of the agent is never a reason to lose it. */
  | { readonly kind: 'other'; readonly type: string };

/** What an adapter makes of one line of the agent's standard output. */
export interface AgentReading {
  readonly events: readonly AgentEvent[];
  /** Lines for its standard input. */
  readonly replies: readonly string[];
  /** The agent has nothing more to do and may be ended. */
  readonly finished: boolean;
}

/** One conversation with an agent, from its start on: no effects, so that a recorded one can be read again. */
export interface AgentSession {
  readonly start: AgentStart;
  readonly read: (line: string) => AgentReading;
}

/** A file or folder of this machine that an agent's sandbox shows read-only. */
export interface AgentMount {
  readonly host: string;
  readonly inside: string;
}

/** The ways of one kind of agent, with its options applied. */
export interface AgentAdapter {
  readonly kind: AgentKind;
  /** Family of the models it works with; null where that is not known. */
  readonly family: string | null;
  /**
   * What the agent needs to run, looked up when it is called: before the run's first proposal.
   *
   * @throws FulcrumError when the agent is not installed or of a version that is not supported
   */
  readonly mounts: () => readonly AgentMount[];
  /** Opens the conversation for one errand. */
  readonly open: (errand: AgentErrand) => AgentSession;
}
