import { assignMember, type Container, containerOf, copyOf, copyWithout, type Key } from './container.ts';
import type { Misfit, Recording } from './recording.ts';
import { segmentOf } from './segment.ts';
import type { Author, Rule, TraceEntry } from './trace.ts';

type Inner<T> = NonNullable<T> extends object ? NonNullable<T> : never;

const NOBODY: Author = { origin: 'derived' };

/** How to open a draft. */
export interface DraftOptions {
  /** Record what happens (see {@link Draft.trace}); off by default, and then nearly free. */
  readonly trace?: boolean | undefined;
}

/**
 * A place in an object that is being written: the one way in which a rule sets a field.
 *
 * The input is never changed. Objects on the way to a written field are copied once, everything else is shared with the
 * input. Reading through a draft sees the writes. JSON null reads as unset.
 */
export class Draft<T extends object = object> {
  private readonly recording: Recording;
  private readonly parent: Draft | undefined;
  private readonly key: Key;
  private current: Container | undefined;
  private owned = false;
  // the members that were entered, as a chain: most places have none, and none has many
  private entered: Draft | undefined;
  private sibling: Draft | undefined;
  private prefix: string | undefined;

  /** Use {@link openDraft}, {@link Draft.at} and {@link Draft.list}. */
  constructor(recording: Recording, parent: Draft | undefined, key: Key, current: Container | undefined) {
    this.recording = recording;
    this.parent = parent;
    this.key = key;
    this.current = current;
  }

  /** The place's present value; undefined where it is unset. Not to be changed. Where several members are read, reading
   * them from here is faster than {@link Draft.get}. */
  get value(): T | undefined {
    return this.current as T | undefined;
  }

  /** The JSON pointer of the place. */
  get pointer(): string {
    return this.memberPrefix.slice(0, -1);
  }

  /** Whether a trace is recorded. */
  get traced(): boolean {
    return this.recording.entries !== undefined;
  }

  /** What happened so far to the whole object, in order; empty where no trace is recorded. */
  get trace(): readonly TraceEntry[] {
    return this.recording.entries ?? [];
  }

  /** The members that were to be entered and hold something else; what was written then is of no use. */
  get misfits(): readonly Misfit[] {
    return this.recording.misfits ?? [];
  }

  /** Says on whose behalf the whole object is written from now on.
   * @param author the author of the writes that follow */
  by(author: Author): void {
    this.recording.author = author;
  }

  /** A member's present value; undefined where it is unset or null. For keys that the program names, not a user.
   * @param key the member */
  get<K extends keyof T>(key: K): NonNullable<T[K]> | undefined {
    return (this.current as T | undefined)?.[key] ?? undefined;
  }

  /** The place of a member that is an object, whether it is set or not. A list's element is for use at once: a draft of it
   * taken earlier does not see what a later one writes. For keys that the program names, not a user.
   * @param key the member's name, or the element's index */
  at<K extends keyof T>(key: K): Draft<Inner<T[K]>> {
    return (this.enteredAt(key as Key) ?? this.enter(key as Key, false)) as unknown as Draft<Inner<T[K]>>;
  }

  /** The place of a member that is a list, whether it is set or not. For keys that the program names, not a user.
   * @param key the member */
  list<K extends keyof T>(key: K): Draft<Inner<T[K]>> {
    return (this.enteredAt(key as Key) ?? this.enter(key as Key, true)) as unknown as Draft<Inner<T[K]>>;
  }

  /** Writes a member, creating the objects on the way to it. The value is shared, not copied.
   * @param key the member's name, or the element's index
   * @param value plain JSON
   * @param rule why */
  set<K extends keyof T>(key: K, value: T[K], rule: Rule): void {
    assignMember(this.own(rule), key as Key, value);
    if (this.entered !== undefined) this.renew(key as Key, value);
    if (this.recording.entries !== undefined) this.record('set', key as Key, value, rule);
  }

  /** The place of an object member, created as `{}` where it is unset.
   * @param key the member
   * @param rule why it is created */
  ensure<K extends keyof T>(key: K, rule: Rule): Draft<Inner<T[K]>> {
    const child = this.at(key);
    if (child.current === undefined) {
      child.adopt({}, rule);
      // the trace keeps what was written at that moment; later members have entries of their own
      if (this.recording.entries !== undefined) this.record('set', key as Key, {}, rule);
    }
    return child;
  }

  /** Adds an element at the end of a list member, creating the list where it is unset.
   * @param key the list member
   * @param element plain JSON
   * @param rule why */
  append<K extends keyof T>(key: K, element: Inner<T[K]> extends readonly (infer E)[] ? E : never, rule: Rule): void {
    const list = this.list(key) as unknown as Draft<unknown[]>;
    if (list.current === undefined) {
      list.adopt([element] as unknown as Container, rule);
      if (this.recording.entries !== undefined) this.record('set', key as Key, [element], rule);
      return;
    }
    const elements = list.own(rule) as unknown as unknown[];
    elements.push(element);
    if (this.recording.entries !== undefined) list.record('set', elements.length - 1, element, rule);
  }

  /** Unsets members; nothing happens where they are absent.
   * @param keys the members: several at once cost little more than one
   * @param rule why */
  remove<K extends keyof T>(keys: K | readonly K[], rule: Rule): void {
    const { current } = this;
    if (current === undefined) return;
    const present = (Array.isArray(keys) ? keys : [keys]).filter((key) => Object.hasOwn(current, key));
    if (present.length === 0) return;
    // a copy without the members: deleting from an object makes every later access to it slow
    this.adopt(copyWithout(current, present), rule);
    for (const key of present) {
      this.renew(key, undefined);
      this.record('remove', key, undefined, rule);
    }
  }

  /** Records that a preferred value was not taken because the object has its own.
   * @param key the member that keeps its value
   * @param preferred the value not taken
   * @param rule the rule that would have written it */
  keep<K extends keyof T>(key: K, preferred: unknown, rule: Rule): void {
    this.record('keep', key as Key, preferred, rule);
  }

  private enteredAt(key: Key): Draft | undefined {
    let child = this.entered;
    while (child !== undefined && child.key !== key) child = child.sibling;
    return child;
  }

  private enter(key: Key, list: boolean): Draft {
    const value = this.current?.[key];
    const child = new Draft(this.recording, this as Draft, key, undefined);
    if (typeof value === 'object' && value !== null && Array.isArray(value) === list) child.current = value as Container;
    else if (value !== undefined && value !== null) child.report(list ? 'a list' : 'an object', value);
    // elements are many, and each is entered once
    if (typeof key === 'number') return child;
    child.sibling = this.entered;
    this.entered = child;
    return child;
  }

  private report(expected: Misfit['expected'], actual: unknown): void {
    this.recording.misfits ??= [];
    this.recording.misfits.push({ pointer: this.pointer, expected, actual });
  }

  /** This place's object as one that may be written. */
  private own(rule: Rule): Container {
    return this.owned ? (this.current as Container) : this.copy(rule);
  }

  private copy(rule: Rule): Container {
    const { current } = this;
    const copy = current === undefined ? {} : copyOf(current);
    this.adopt(copy, rule);
    if (current === undefined && this.recording.entries !== undefined) this.parent?.record('set', this.key, {}, rule);
    return copy;
  }

  /** Takes an object that nobody else has, to be written. */
  private adopt(fresh: Container, rule: Rule): void {
    this.current = fresh;
    this.owned = true;
    if (this.parent !== undefined) assignMember(this.parent.own(rule), this.key, fresh);
  }

  /** Makes a draft of a member that was overwritten see the new value. */
  private renew(key: Key, value: unknown): void {
    const child = this.enteredAt(key);
    if (child === undefined) return;
    child.current = containerOf(value);
    child.owned = false;
    for (let inner = child.entered; inner !== undefined; inner = inner.sibling) child.renew(inner.key, child.current?.[inner.key]);
  }

  /** What the pointers of all members start with. */
  private get memberPrefix(): string {
    this.prefix ??= this.parent === undefined ? '/' : `${this.parent.memberPrefix + segmentOf(this.key)}/`;
    return this.prefix;
  }

  private record(action: TraceEntry['action'], key: Key, value: unknown, rule: Rule): void {
    const { entries, author } = this.recording;
    if (entries === undefined) return;
    const path = this.memberPrefix + segmentOf(key);
    const source = { kind: author.kind, name: author.name, field: rule.field };
    entries.push({ action, path, value, origin: author.origin, source, rule: rule.name });
  }
}

/** Opens a draft of an object.
 * @param input the object; it is not changed, and the result shares what was not written
 * @param options whether to record a trace */
export function openDraft<T extends object>(input: T, options?: DraftOptions): Draft<T> {
  const recording: Recording = { entries: options?.trace ? [] : undefined, author: NOBODY, misfits: undefined };
  return new Draft<T>(recording, undefined, '', containerOf(input));
}
