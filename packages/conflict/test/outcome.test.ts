import { expect, test } from 'vitest';
import { type Diagnostic, failure, failureOf, type Severity, success } from '../src/index.ts';

const finding = (code: string, severity: Severity): Diagnostic => ({ code, severity, message: code });
const [first, second] = [finding('first', 'error'), finding('second', 'error')];
const [warning, info] = [finding('warning', 'warning'), finding('info', 'info')];

test('a result has its value, and no notes unless some are given', () => {
  expect(success(5)).toEqual({ ok: true, value: 5, notes: [] });
  expect(success(5, [warning])).toEqual({ ok: true, value: 5, notes: [warning] });
});

test('a failure keeps its causes in order', () => {
  expect(failure(first)).toEqual({ ok: false, causes: [first] });
  expect(failure(second, first)).toEqual({ ok: false, causes: [second, first] });
});

test('only errors make a failure', () => {
  expect(failureOf([])).toBeUndefined();
  expect(failureOf([warning, info])).toBeUndefined();
  expect(failureOf([warning, second, info, first])).toEqual({ ok: false, causes: [second, first] });
});

test('notes that are shared by default cannot be written to', () => {
  expect(Object.isFrozen(success(5).notes)).toBe(true);
});
