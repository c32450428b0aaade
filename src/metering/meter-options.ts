import type { Backend } from './backend.ts';
import type { CallRecord } from './call-record.ts';
import type { Clock } from './clock.ts';
import type { PriceTable } from './price-table.ts';
import type { ProtocolName } from './protocol.ts';
import type { RecordingOptions } from './recording/recorder.ts';
import type { MeterBudget } from './spending.ts';

export interface MeterOptions {
  /** Where the calls of each protocol go; a protocol without one is refused. Left out of account when replaying. */
  readonly backends: Readonly<Partial<Record<ProtocolName, Backend>>>;
  readonly prices: PriceTable;
  readonly budget: MeterBudget;
  /** What agents show instead of a key: see `createRunToken`. */
  readonly token: string;
  readonly record?: RecordingOptions | null;
  /** Folder of a recording that answers instead of the backends. */
  readonly replay?: string | null;
  readonly clock?: Clock;
  /** On the loopback address; 0 takes a free one. */
  readonly port?: number;
  /**
   * Output tokens that a request without a limit of its own is limited to. Null lets it through as it is, held to be as
   * long as the price table says that a reply can be.
   */
  readonly outputLimit?: number | null;
  /** UTF-8 bytes of a request that are held to be one token, before a call; 1 is a true bound. */
  readonly bytesPerToken?: number;
  readonly maximumRequestBytes?: number;
  readonly maximumReplyBytes?: number;
  /** Told of every call, after it is recorded and before the agent sees the end of its reply. */
  readonly onCall?: (record: CallRecord) => void;
}

/** Anthropic takes requests up to 32 MB. */
export const MAXIMUM_REQUEST_BYTES = 32 * 1024 * 1024;
export const MAXIMUM_REPLY_BYTES = 64 * 1024 * 1024;
