/** What in a text looks as if it were addressed to a model that reads it. */
export type InstructionSign =
  | 'override'
  | 'role-marker'
  | 'tool-call'
  | 'authority'
  | 'verdict'
  | 'concealment'
  | 'exfiltration';

/** Bounded repetitions only: the texts are those of candidates. */
const SIGNS: readonly (readonly [InstructionSign, RegExp])[] = [
  [
    'override',
    /\b(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,4}(?:instructions?|prompts?|rules|guidelines|directions)\b/i,
  ],
  ['override', /\b(?:new|updated|real|actual)\s+(?:system\s+)?instructions?\s*:/i],
  [
    'role-marker',
    /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|channel)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant|human)>/i,
  ],
  [
    'role-marker',
    /^\s{0,8}(?:#{1,6}\s*)?(?:\*\*)?(?:system|assistant|human|user)(?:\s+(?:prompt|message))?(?:\*\*)?:\s*\S/im,
  ],
  [
    'tool-call',
    /<\/?(?:antml:)?(?:function_calls?|invoke|tool_call|tool_use|tool_result|function_results)\b/i,
  ],
  ['tool-call', /"(?:tool_calls|tool_use_id|function_call)"\s*:/],
  ['tool-call', /\[TOOL_CALLS\]|<\|(?:tool_call|python_tag|tool)[|>]/],
  [
    'authority',
    /\bas\s+(?:the|an|your)\s+(?:evaluator|judge|grader|reviewer|oracle|administrator|developer|operator)\b/i,
  ],
  [
    'authority',
    /\byou\s+are\s+(?:now\s+)?(?:the|an?)\s+(?:evaluator|judge|grader|reviewer|assistant|ai|language model)\b/i,
  ],
  [
    'authority',
    /\b(?:note|message|instructions?|attention)\s+(?:to|for)\s+(?:the\s+)?(?:ai|llm|model|assistant|judge|grader|evaluator|reviewer)\b/i,
  ],
  [
    'verdict',
    /\b(?:mark|score|grade|rate|accept|approve|treat|report)\s+(?:this|the|it)(?:\s+\w+){0,4}\s+as\s+(?:\w+\s+){0,2}(?:pass(?:ed|ing)?|correct|best|perfect|approved|valid)\b/i,
  ],
  [
    'verdict',
    /\b(?:give|assign|award)\s+(?:it|this|them|the\s+\w+)\s+(?:\w+\s+){0,4}(?:full|maximum|highest|perfect)\s+(?:\w+\s+)?(?:marks?|scores?|grades?)\b/i,
  ],
  [
    'concealment',
    /\b(?:do\s+not|don't|never)\s+(?:tell|mention|reveal|report|inform|alert|show)\s+(?:\w+\s+){0,3}(?:user|human|person|operator|anyone)\b/i,
  ],
  [
    'exfiltration',
    /\b(?:print|reveal|show|repeat|output|send|leak)\s+(?:\w+\s+){0,4}(?:system\s+prompt|api\s+keys?|credentials|environment\s+variables|held-?out)\b/i,
  ],
];

/**
 * Signs found, each once. A sign proves nothing and its absence proves less: it is recorded so that a person can look, and
 * the text is treated the same with or without it.
 */
export function instructionSigns(text: string): readonly InstructionSign[] {
  return [...new Set(SIGNS.flatMap(([sign, pattern]) => (pattern.test(text) ? [sign] : [])))];
}
