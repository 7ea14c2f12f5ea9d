/** How to reach an API server and as whom: everything that may change while a program runs. */
export interface Access {
  /** The URL of the API server. */
  readonly server: string;
  readonly namespace?: string | undefined;
  /** Among them `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** For https. */
  readonly tls: TlsMaterial;
  /** An HTTP proxy on the way. */
  readonly proxyUrl?: string | undefined;
}

/** What TLS needs, as PEM texts. */
export interface TlsMaterial {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

/** Reads everything anew, since files may have changed. `refused`: the cluster does not know who asks, so a token that a plugin has
 * given before is of no use any more. */
export type ReadAccess = (refused: boolean) => Promise<Access>;
