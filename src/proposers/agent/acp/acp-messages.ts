import { z } from 'zod';

/** JSON-RPC 2.0, a message a line. */
const VERSION = { jsonrpc: '2.0' } as const;

const id = z.union([z.string(), z.number()]);

const result = z.object({
  protocolVersion: z.number().optional().catch(undefined),
  sessionId: z.string().optional().catch(undefined),
  configOptions: z.array(z.unknown()).optional().catch(undefined),
  stopReason: z.string().optional().catch(undefined),
});

const message = z.union([
  z.object({ id, method: z.string(), params: z.unknown().optional() }),
  z.object({ method: z.string(), params: z.unknown().optional() }),
  z.object({ id, error: z.object({ code: z.number(), message: z.string() }) }),
  z.object({ id, result: result.nullish().transform((value) => value ?? {}) }),
]);

/** What an agent sends. */
export type AcpMessage =
  | {
      readonly kind: 'request';
      readonly id: string | number;
      readonly method: string;
      readonly params?: unknown;
    }
  | { readonly kind: 'notice'; readonly method: string; readonly params?: unknown }
  | { readonly kind: 'answer'; readonly id: string | number; readonly result: z.infer<typeof result> }
  | {
      readonly kind: 'failure';
      readonly id: string | number;
      readonly code: number;
      readonly message: string;
    }
  /** No message of the protocol. */
  | { readonly kind: 'none' };

export function readAcpMessage(value: unknown): AcpMessage {
  const known = message.safeParse(value).data;
  if (known === undefined) return { kind: 'none' };
  if ('method' in known) return 'id' in known ? { kind: 'request', ...known } : { kind: 'notice', ...known };
  if ('error' in known) return { kind: 'failure', id: known.id, ...known.error };
  return { kind: 'answer', ...known };
}

export function writeRequest(number: number, method: string, params: object): string {
  return JSON.stringify({ ...VERSION, id: number, method, params });
}

export function writeResult(of: string | number, value: object): string {
  return JSON.stringify({ ...VERSION, id: of, result: value });
}

export function writeError(of: string | number, code: number, text: string): string {
  return JSON.stringify({ ...VERSION, id: of, error: { code, message: text } });
}
