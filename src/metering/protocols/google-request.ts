import type { Json, JsonObject } from '../../kernel/json.ts';
import { objectOf, objectsOf, optionalCount, textOf } from '../plain-fields.ts';
import type { CallPaths, ModelRequest } from '../protocol.ts';
import { MalformedRequest } from '../protocol.ts';

/** The model and the operation stand in the path; nothing but plain characters, so that it can be sent on as it is. */
const PATH = /^\/v1beta\/models\/([\w.-]{1,200}):(generateContent|streamGenerateContent)$/;

export const googlePaths: CallPaths = {
  include: (path) => PATH.test(path),
  write: ({ model, stream }) =>
    `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
};

export function readGoogleRequest(received: JsonObject, address: string): ModelRequest {
  const body = inCamelCase(received);
  const contents = body['contents'];
  if (!Array.isArray(contents)) throw new MalformedRequest('"contents" must be a list');
  const [path = '', query = ''] = address.split('?');
  const [, model = '', operation] = PATH.exec(path) ?? [];
  if (body['model'] !== undefined && body['model'] !== `models/${model}`) {
    throw new MalformedRequest('"model" is another one than the address names');
  }
  const stream = operation === 'streamGenerateContent';
  if (stream && new URLSearchParams(query).get('alt') !== 'sse') {
    throw new MalformedRequest(
      'a stream must be asked for with ?alt=sse; as one JSON list it is not metered',
    );
  }
  return {
    model,
    stream,
    outputLimit: outputLimit(body),
    openEnded: openEnded(body),
    lastText: lastText(objectsOf(body['contents'])),
  };
}

export function limitGoogleRequest(received: JsonObject, limit: number | null): JsonObject {
  const body = inCamelCase(received);
  if (limit === null) return body;
  const configuration = objectOf(body['generationConfig']);
  return { ...body, generationConfig: { ...configuration, maxOutputTokens: limit } };
}

/**
 * Google takes each field under two names, `generationConfig` and `generation_config`. The request is written anew under
 * the first, so that what was judged is what is asked; fields that only the agent gives meaning to stay as they are.
 */
function inCamelCase(received: JsonObject): JsonObject {
  const body = renamed(received);
  const within = (field: string, change: (value: Json) => Json): JsonObject =>
    body[field] === undefined ? {} : { [field]: change(body[field]) };
  return {
    ...body,
    ...within('generationConfig', renamedObject),
    ...within('tools', (tools) => mapped(tools, renamedObject)),
    ...within('systemInstruction', renamedContent),
    ...within('contents', (contents) => mapped(contents, renamedContent)),
  };
}

function renamedContent(content: Json): Json {
  const plain = objectOf(content);
  if (plain?.['parts'] === undefined) return content;
  return { ...plain, parts: mapped(plain['parts'], renamedObject) };
}

function mapped(value: Json, change: (item: Json) => Json): Json {
  return Array.isArray(value) ? (value as readonly Json[]).map(change) : change(value);
}

function renamedObject(value: Json): Json {
  const plain = objectOf(value);
  return plain === null ? value : renamed(plain);
}

function renamed(object: JsonObject): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => {
    const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (camel !== name && Object.hasOwn(object, camel)) {
      throw new MalformedRequest(`"${camel}" is given twice, once as "${name}"`);
    }
    return [camel, value] as const;
  });
  return Object.fromEntries(entries);
}

/** Thinking counts towards the limit, as the usage of models that think shows. */
function outputLimit(body: JsonObject): number | null {
  const configuration = objectOf(body['generationConfig']) ?? {};
  const limit = optionalCount(configuration, 'maxOutputTokens');
  return limit === null ? null : limit * (optionalCount(configuration, 'candidateCount') ?? 1);
}

/** Tiers that cost the list price or less. */
const LISTED_TIERS: ReadonlySet<unknown> = new Set([undefined, null, 'standard', 'flex']);

function openEnded(body: JsonObject): readonly string[] {
  const reasons: string[] = [];
  const configuration = objectOf(body['generationConfig']) ?? {};
  if (!LISTED_TIERS.has(body['serviceTier'])) {
    reasons.push(`asks for the service tier ${JSON.stringify(body['serviceTier'])}`);
  }
  for (const field of ['cachedContent', 'continuationToken']) {
    if (body[field] !== undefined && body[field] !== null) {
      reasons.push(`refers to stored input by "${field}"`);
    }
  }
  if (outputLimit(body) === null && (optionalCount(configuration, 'candidateCount') ?? 1) > 1) {
    reasons.push('asks for several alternatives and limits none');
  }
  const modalities = configuration['responseModalities'] ?? ['TEXT'];
  if (JSON.stringify(modalities).toUpperCase() !== '["TEXT"]') {
    reasons.push('asks for more than text, which has its own price');
  }
  const tools = listOf(body['tools']).map(objectOf);
  for (const name of new Set(tools.flatMap((tool) => Object.keys(tool ?? {})))) {
    if (name !== 'functionDeclarations')
      reasons.push(`uses ${JSON.stringify(name)}, which the provider runs`);
  }
  const contents = [...listOf(body['contents']), body['systemInstruction']].map(objectOf);
  const parts = contents.flatMap((content) => listOf(content?.['parts']).map(objectOf));
  // The result of a function has parts of its own, which nobody has renamed.
  const held = [
    ...parts,
    ...parts.flatMap((part) => listOf(objectOf(part?.['functionResponse'])?.['parts']).map(objectOf)),
  ];
  const holds = (...names: readonly string[]): boolean =>
    held.some((part) => names.some((name) => part?.[name] !== undefined));
  if (holds('fileData', 'file_data')) reasons.push('refers to content by address');
  if (holds('inlineData', 'inline_data')) {
    reasons.push('holds media, which can stand for more tokens than it has bytes');
  }
  return reasons;
}

/** One value stands for a list of one, as Google reads it. */
function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function lastText(contents: readonly JsonObject[]): string {
  const last = contents.findLast(({ role }) => role !== 'model');
  return objectsOf(listOf(last?.['parts'])).map(partText).join('\n');
}

function partText(part: JsonObject): string {
  const answered = objectOf(part['functionResponse'])?.['response'];
  return answered === undefined ? textOf(part['text']) : resultText(answered);
}

/** What a function returned stands under `output` or `result` by custom; what else there is, as it is written. */
function resultText(response: Json): string {
  const fields = objectOf(response);
  const told = fields?.['output'] ?? fields?.['result'] ?? fields?.['content'];
  return typeof told === 'string' ? told : JSON.stringify(response);
}
