/** What one sandbox may connect to. Hosts are `host:port`, in lower case. */
export interface NetworkOrder {
  /** Folder for the socket, which users of sandboxes can look into. */
  readonly directory: string;
  /** Reached at addresses of the public network only. */
  readonly hosts: readonly string[];
  /** Reached at whatever address. */
  readonly privateHosts: readonly string[];
  /** Base URL of the metered door; null where there is none. */
  readonly door: string | null;
  readonly onConnection: (connection: Connection) => void;
}

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

/** The one way out of a sandbox. */
export interface OpenNetwork {
  /** Unix socket on the host that speaks HTTP as a proxy does, open to every user that reaches it. */
  readonly socket: string;
  /** Cuts what is connected; resolves when all of it has been told. */
  readonly close: () => Promise<void>;
}
