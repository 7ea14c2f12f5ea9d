import { describe, expect, test } from 'vitest';
import type { QuantityFormat } from '../src/index.ts';
import { canonicalText, formatOf, formatQuantity, integerValue } from '../src/index.ts';
import { q } from './read.ts';

const FORMATS: Record<string, QuantityFormat> = { DSI: 'DecimalSI', BSI: 'BinarySI', DE: 'DecimalExponent' };

// text | printed | format | value
const VECTORS = `
0|0|DSI|0
0Gi|0|BSI|0
1024Mi|1Gi|BSI|1073741824
1025Mi|1025Mi|BSI|1074790400
1.5Gi|1536Mi|BSI|1610612736
0.5Gi|512Mi|BSI|536870912
1.0Gi|1Gi|BSI|1073741824
1.Gi|1.Gi|BSI|1073741824
0.1Gi|107374182400m|BSI|107374183
1.1Gi|1181116006400m|BSI|1181116007
2.5Ki|2560|BSI|2560
0.001Ki|1024m|BSI|2
0.0001Ki|102400u|DSI|1
512Ki|512Ki|BSI|524288
+5Gi|+5Gi|BSI|5368709120
05Gi|05Gi|BSI|5368709120
08Gi|8Gi|BSI|8589934592
100000Gi|100000Gi|BSI|107374182400000
1024Ti|1Pi|BSI|1125899906842624
7Ei|7Ei|BSI|8070450532247928832
8Ei|9223372036854775807|BSI|9223372036854775807
-8Ei|-9223372036854775807|BSI|-9223372036854775807
-1.5Gi|-1536Mi|BSI|-1610612736
1|1|DSI|1
01|01|DSI|1
1000|1k|DSI|1000
1023|1023|DSI|1023
100000|100k|DSI|100000
1000k|1M|DSI|1000000
1.5|1500m|DSI|2
1.500|1.500|DSI|2
1.000|1|DSI|1
1.001|1.001|DSI|2
1.0001|1000100u|DSI|2
0.500|500m|DSI|1
0.5|500m|DSI|1
.5|500m|DSI|1
1.5k|1500|DSI|1500
1.024k|1.024k|DSI|1024
12.000k|12k|DSI|12000
1000m|1|DSI|1
0.1m|100u|DSI|1
0.5n|1n|DSI|1
1E|1E|DSI|1000000000000000000
1000E|1|DSI|0
1e3|1e3|DE|1000
1E3|1E3|DE|1000
1e4|10e3|DE|10000
1E1|10|DE|10
1e+3|1e+3|DE|1000
15e5|1500e3|DE|1500000
5e-1|500e-3|DE|1
1e-10|1e-9|DE|1
1e-2|10e-3|DE|1
-0|0|DSI|0
-|0|DSI|0
+|0|DSI|0
.|0|DSI|0
Gi|0|BSI|0
m|0|DSI|0
e3|0|DE|0
E|0|DSI|0
00Pi|0|BSI|0
0.Pi|0|BSI|0
12345678901234567890|12345678901234567890|DSI|-6101065172474983726
9223372036854775808|9223372036854775808|DSI|-9223372036854775808
-9223372036854775808|-9223372036854775808|DSI|0
7743784594255485643e+2|774378459425548564300|DE|-384791670252603572
2453131602134168M|2453131602134168M|DSI|-285359669202364928
18446744073709552k|18446744073709552k|DSI|384
123456789012345678|123456789012345678|DSI|123456789012345678
-0.1Gi|-107374182400m|BSI|-107374181
1e4294967299|1e4294967299|DE|1000
1e-9223372036854775808|1e-9223372036854775808|DE|1
`.trim().split('\n').map((line) => line.split('|') as [string, string, string, string]);

describe('what Kubernetes makes of a text', () => {
  test.each(VECTORS)('%s prints %s', (text, printed, format, value) => {
    const quantity = q(text);
    expect(formatQuantity(quantity)).toBe(printed);
    expect(formatOf(quantity)).toBe(FORMATS[format]);
    expect(integerValue(quantity)).toBe(BigInt(value));
  });
});

describe('the canonical text forgets the text that was read', () => {
  test.each([
    ['+5Gi', '5Gi'], ['05Gi', '5Gi'], ['1.Gi', '1Gi'], ['01', '1'], ['1.500', '1500m'], ['1.024k', '1024'],
    ['1E3', '1e3'], ['1e+3', '1e3'], ['1023', '1023'], ['1e4294967299', '1e3'],
  ])('%s gives %s', (text, canonical) => {
    expect(formatQuantity(q(text))).toBe(text);
    expect(canonicalText(q(text))).toBe(canonical);
  });
});
