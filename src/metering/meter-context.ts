import type { Backend } from './backend.ts';
import type { CallRecord } from './call-record.ts';
import type { Clock } from './clock.ts';
import type { PriceTable } from './price-table.ts';
import type { ProtocolName } from './protocol.ts';
import type { Exchange } from './recording/recorder.ts';

/** What the calls of one meter share. */
export interface MeterContext {
  readonly backends: Readonly<Partial<Record<ProtocolName, Backend>>>;
  readonly prices: PriceTable;
  readonly clock: Clock;
  readonly outputLimit: number | null;
  readonly bytesPerToken: number;
  readonly maximumRequestBytes: number;
  readonly maximumReplyBytes: number;
  /** Whatever must not be written. */
  readonly secrets: readonly string[];
  readonly keepBytes: boolean;
  readonly nextCall: () => number;
  readonly begin: (ifLost: CallRecord) => void;
  readonly write: (record: CallRecord, exchange: Exchange | null) => void;
}
