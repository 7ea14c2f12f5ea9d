const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Where a decimal number (`1`, `1.`, `.5`, `1.5`) that starts at a place ends, or -1 where there is none. */
function decimalEnd(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  const whole = at - start;
  if (text.charCodeAt(at) !== 46) return whole > 0 ? at : -1;
  const point = at++;
  while (isDigit(text.charCodeAt(at))) at++;
  return whole > 0 || at > point + 1 ? at : -1;
}

const signEnd = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code === 43 || code === 45 ? at + 1 : at;
};

/** Is it a quantity as the schemas of Kubernetes' resource definitions have it? One scan, no regular expression: the
 * text may be of any length.
 * @param text for example `1.5Gi`, `-500m`, `1e3` */
export function isQuantityText(text: string): boolean {
  const end = decimalEnd(text, signEnd(text, 0));
  const left = text.length - end;
  if (end < 0 || left === 0) return end >= 0;
  const suffix = text.charAt(end);
  if (left === 1) return 'numkMGTPE'.includes(suffix);
  if (left === 2 && text.charAt(end + 1) === 'i') return 'KMGTPE'.includes(suffix);
  return (suffix === 'e' || suffix === 'E') && decimalEnd(text, signEnd(text, end + 1)) === text.length;
}
