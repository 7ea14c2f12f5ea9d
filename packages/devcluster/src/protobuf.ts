import { TextDecoder } from 'node:util';
import { type Field, MESSAGES, type Message } from './protobuf-messages.ts';
import { badRequest, statusError } from './status.ts';

type Decoded = string | number | boolean | object | undefined;

const MAGIC = 'k8s\u0000';
const ENVELOPE: Message = new Map([
  [1, { name: 'typeMeta', type: 'TypeMeta', isList: false }],
  [2, { name: 'raw', type: 'raw', isList: false }],
]);
const TEXT = new TextDecoder('utf8', { fatal: true });

/** Reads an object in Kubernetes' protobuf encoding, in which kubectl and Go clients send the kinds that they know. Those kinds are read that
 * kubectl makes by itself.
 * @param body the bytes
 * @throws StatusError 415 for another kind, 400 where it cannot be read */
export function readProtobuf(body: Buffer): object {
  if (body.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) throw badRequest('the body is no object in the protobuf encoding of Kubernetes: it does not begin with "k8s"');
  const { typeMeta, raw } = decoded(body.subarray(MAGIC.length), ENVELOPE) as { typeMeta?: { apiVersion?: string; kind?: string }; raw?: Buffer };
  const message = MESSAGES.get(typeMeta?.kind ?? '');
  if (!message || !raw) throw statusError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: application/json (a ${typeMeta?.kind ?? 'nameless kind'} in protobuf is none)`);
  return { ...typeMeta, ...decoded(raw, message) };
}

// depth is that of the messages, which refer to each other without circles
function decoded(bytes: Buffer, message: Message): object {
  const result = new Map<string, Decoded>();
  for (const { number, value } of fieldsOf(bytes)) {
    const field = message.get(number);
    const each = field && valueOf(value, field);
    if (!field || each === undefined) continue;
    const before = result.get(field.name);
    if (field.isList) result.set(field.name, [...(Array.isArray(before) ? before : []), each]);
    else result.set(field.name, field.type.endsWith('map') ? { ...(before as object), ...(each as object) } : each);
  }
  return Object.fromEntries(result);
}

// what a Go client leaves empty it has not set, but in lists and maps
function valueOf(value: Buffer | number, { type, isList }: Field): Decoded {
  if (typeof value === 'number') return type === 'bool' ? value !== 0 : type === 'count' && value === 0 ? undefined : value;
  switch (type) {
    case 'raw':
      return value;
    case 'text':
      return value.length === 0 && !isList ? undefined : TEXT.decode(value);
    case 'time':
    case 'microtime':
      return timeOf(value, type === 'time' ? 0 : 6);
    case 'textmap':
      return entryOf(value, (bytes) => TEXT.decode(bytes));
    case 'bytemap':
      return entryOf(value, (bytes) => bytes.toString('base64'));
    default:
      return decoded(value, MESSAGES.get(type) ?? new Map());
  }
}

function entryOf(bytes: Buffer, read: (value: Buffer) => string): object {
  const parts = new Map(fieldsOf(bytes).map(({ number, value }) => [number, value as Buffer]));
  return { [TEXT.decode(parts.get(1) ?? Buffer.alloc(0))]: read(parts.get(2) ?? Buffer.alloc(0)) };
}

function timeOf(bytes: Buffer, digits: number): string | undefined {
  const parts = new Map(fieldsOf(bytes).map(({ number, value }) => [number, Number(value)]));
  const seconds = parts.get(1);
  if (seconds === undefined) return undefined;
  const fraction = digits === 0 ? '' : `.${String(Math.floor((parts.get(2) ?? 0) / 1000)).padStart(digits, '0')}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

interface Wire {
  readonly number: number;
  /** Bytes where the wire gives a length, else the number. */
  readonly value: Buffer | number;
}

function fieldsOf(bytes: Buffer): Wire[] {
  const fields: Wire[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (; at < bytes.length; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw badRequest('the body ends within a number');
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, kind] = [Math.floor(key / 8), key % 8];
    if (kind === 0) fields.push({ number, value: varint() });
    else if (kind === 2) {
      const length = varint();
      if (at + length > bytes.length) throw badRequest('the body ends within a field');
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else throw badRequest(`the body holds a field of wire type ${kind}, which no object has`);
  }
  return fields;
}
