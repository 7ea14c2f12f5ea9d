/** What arrived at a webhook. */
export interface ReviewRequest {
  /** The path of the URL: it names the webhook. */
  readonly path: string;
  /** The parsed JSON of the body. */
  readonly review: unknown;
  /** What was noticed while the body was read, for the user: a key that stands twice. */
  readonly warnings: readonly string[];
  /** Aborts when no more time is left to look things up; what has not been read by then counts as unreadable. */
  readonly signal?: AbortSignal;
}

/** What is to be sent, and what is to be logged and counted. */
export interface ReviewReply {
  /** The HTTP status: 200 with a body, 400 or 404 without. */
  readonly status: number;
  /** The AdmissionReview. */
  readonly body?: object;
  readonly decision: Decision;
}

/** One decision as it is logged: nothing of the object but its name. */
export interface Decision {
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly operation: string;
  readonly allowed: boolean;
  /** The code of the response's status; 200 where it is allowed. */
  readonly code: number;
  /** Codes of docs/diagnostics.md: why it was denied, or what was warned of. */
  readonly reasons: readonly string[];
  readonly dryRun: boolean;
}

/** How strict the webhooks are; the first value of each is KubeVirt's own behaviour. */
export interface ReviewSettings {
  /** VMs that name what does not exist, is of an unknown kind or cannot be read. */
  readonly missingObjects: 'allow' | 'deny';
  readonly negativeMemory: 'warn' | 'deny';
  /** VMs that name a revision which another object controls. */
  readonly foreignRevisions: 'warn' | 'deny';
  /** Inference that leads out of the VM's namespace. */
  readonly crossNamespaceInference: 'follow' | 'deny';
  /** Whether a VM is admitted, with a warning, whose instance type or preference cannot be inferred yet, because what it is to be inferred
   * from does not exist; the controller infers it later. KubeVirt refuses it, and so it is where this is unset. */
  readonly lateInference?: boolean | undefined;
}
