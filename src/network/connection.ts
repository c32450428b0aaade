/** One request to connect to another host, told when it is refused or has ended. */
export interface Connection {
  /** As asked for; cut short. */
  readonly host: string;
  /** 0 where none was named. */
  readonly port: number;
  readonly verdict: 'allowed' | 'refused';
  /** Why it was refused, or how it failed. */
  readonly reason: string | null;
  readonly bytesOut: number;
  readonly bytesIn: number;
}
