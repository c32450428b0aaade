import type { AgentAdapter } from '../adapter.ts';

const PROMPT_FILE = 'prompt.md';
/** One line a model could have said; the rest of a longer one is in nobody's interest. */
const LONGEST_LINE = 4000;

/**
 * Any program that edits the files it is started among. Its task is on standard input and in the file that
 * `FULCRUM_PROMPT` names; where it calls models, `FULCRUM_DOOR_URL` and `FULCRUM_DOOR_TOKEN` say how. What it prints is
 * kept as what it said.
 */
export function programAdapter(argv: readonly string[]): AgentAdapter {
  return {
    kind: 'program',
    family: null,
    mounts: () => [],
    open: ({ prompt, home, door }) => {
      const promptFile = `${home}/${PROMPT_FILE}`;
      return {
        start: {
          argv,
          environment: {
            FULCRUM_PROMPT: promptFile,
            ...(door === null ? {} : { FULCRUM_DOOR_URL: door.url, FULCRUM_DOOR_TOKEN: door.token }),
          },
          files: { [promptFile]: prompt },
          input: prompt.split('\n'),
          closesInput: true,
        },
        read: (line) => ({
          events: line.trim() === '' ? [] : [{ kind: 'said', text: line.slice(0, LONGEST_LINE) }],
          replies: [],
          finished: false,
        }),
      };
    },
  };
}
