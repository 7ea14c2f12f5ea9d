/** How long until a connection is there, in ms. */
export const CONNECT_MS = 10_000;
/** When a silent connection is probed. */
export const PROBE_MS = 30_000;
/** How long an unused connection stays open. */
export const IDLE_MS = 60_000;
/** Enough for every watch of a program and what it writes meanwhile. */
export const CONNECTIONS = 100;
