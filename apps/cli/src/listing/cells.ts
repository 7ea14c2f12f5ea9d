import type { Maybe } from '@instancetype/api';
import { escapeText } from '../manifest/escape.ts';

/** A value as a cell of a table; nothing for one that is unset.
 * @param value plain JSON out of an object that nobody has checked */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return escapeText(typeof value === 'object' ? JSON.stringify(value) : String(value), 60);
}

/** `yes` for what is set and not false. */
export function yes(value: unknown): string {
  return value === undefined || value === null || value === false ? '' : 'yes';
}

/** The names of some devices, those of one name counted: `2 nvidia.com/A10`.
 * @param devices `spec.gpus` or `spec.hostDevices` */
export function devicesCell(devices: unknown): string {
  if (!Array.isArray(devices)) return '';
  const counts = new Map<string, number>();
  for (const device of devices) {
    const { deviceName, name } = objectOr<{ readonly deviceName?: unknown; readonly name?: unknown }>(device);
    const shown = cell(deviceName ?? name);
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}

/** A member that should be an object; an empty one where it is none.
 * @param value plain JSON out of an object that nobody has checked */
export function objectOr<T extends object>(value: Maybe<T>): Partial<T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
