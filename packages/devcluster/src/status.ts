import { qualifiedName, type ResourceType } from './resource.ts';

/** One cause in the details of a Status. */
export interface StatusCause {
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
}

/** What a Status is about. */
export interface StatusDetails {
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly uid?: string | undefined;
  readonly causes?: readonly StatusCause[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** A Status object (meta/v1) as the API answers it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: object;
  readonly status: 'Failure' | 'Success';
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  readonly details?: StatusDetails | undefined;
  /** Absent where all went well. */
  readonly code?: number | undefined;
}

/** A request that is answered with a Status. */
export class StatusError extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? status.reason ?? String(status.code));
    this.status = status;
  }
}

/** A path that nothing answers: a real API server says so in plain text. */
export class NoSuchPath extends Error {}

/** A failure.
 * @param code HTTP status
 * @param reason as Kubernetes names it; may be empty
 * @param message for a person
 * @param details what it is about */
export function statusError(code: number, reason: string, message: string, details?: StatusDetails): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, ...(reason !== '' && { reason }), ...(details && { details }), code });
}

/** No object of that name. */
export function notFound(type: Named, name: string): StatusError {
  return statusError(404, 'NotFound', `${qualifiedName(type)} "${name}" not found`, about(type, name));
}

/** There is an object of that name. */
export function alreadyExists(type: Named, name: string, isGoing: boolean): StatusError {
  return statusError(409, 'AlreadyExists', `${isGoing ? 'object is being deleted: ' : ''}${qualifiedName(type)} "${name}" already exists`, about(type, name));
}

/** Another object than was meant: it was deleted and made anew.
 * @param route where it is
 * @param uid that was meant
 * @param actual uid of the object */
export function otherObject({ type, namespace, name }: { readonly type: ResourceType; readonly namespace: string; readonly name: string }, uid: string, actual: string): StatusError {
  const key = ['', 'registry', ...(type.custom ? [type.group] : []), type.plural, ...(namespace === '' ? [] : [namespace]), name].join('/');
  return conflict(type, name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${actual}`);
}

/** Somebody else wrote the object. */
export function conflict(type: Named, name: string, why = 'the object has been modified; please apply your changes to the latest version and try again'): StatusError {
  return statusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${why}`, about(type, name));
}

/** The request is malformed. */
export function badRequest(message: string): StatusError {
  return statusError(400, 'BadRequest', message);
}

/** A path below one of Kubernetes' own groups that nothing answers. */
export function noSuchResource(): StatusError {
  return statusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** The verb is none that the type has. */
export function methodNotSupported(type: ResourceType, verb: string): StatusError {
  if (!type.custom) return statusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
  const details = { ...(type.group !== '' && { group: type.group }), kind: type.plural };
  return statusError(405, 'MethodNotAllowed', `${verb} is not supported on resources of kind "${qualifiedName(type)}"`, details);
}

/** The object is not what its type allows.
 * @param type group and kind
 * @param name the object's
 * @param causes what is wrong */
export function invalid({ group, kind }: Pick<ResourceType, 'group' | 'kind'>, name: string, causes: readonly StatusCause[]): StatusError {
  const texts = [...new Set(causes.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const details = { ...(name !== '' && { name }), ...(group !== '' && { group }), kind, causes };
  return statusError(422, 'Invalid', `${kind}${group === '' ? '' : `.${group}`} "${name}" is invalid: ${list}`, details);
}

/** What was asked for is no longer known. */
export function expired(message: string): StatusError {
  return statusError(410, 'Expired', message);
}

/** The identity may not do that. */
export function forbidden(type: Named, name: string, why: string, causes?: readonly StatusCause[]): StatusError {
  const shown = name === '' ? qualifiedName(type) : `${qualifiedName(type)} "${name}"`;
  return statusError(403, 'Forbidden', `${shown} is forbidden: ${why}`, { ...about(type, name), ...(causes && { causes }) });
}

/** Something went wrong within. */
export function internalError(message: string): StatusError {
  return statusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** The answer to a deletion that is done. */
export function deleted(type: Named, name: string, uid: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { ...about(type, name), uid } };
}

type Named = Pick<ResourceType, 'group' | 'plural'>;

function about({ group, plural }: Named, name: string): StatusDetails {
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: plural };
}
