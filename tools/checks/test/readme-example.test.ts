import { describe, expect, it } from 'vitest';
import { differenceOf, readmeExample } from '../readme-example.ts';

const readme = (use: string): string => `# x\n\n## Install\n\n\`\`\`sh\nnpm i\n\`\`\`\n\n## Use\n\n${use}\n\n## API\n\n\`\`\`js\nother();\n\`\`\`\n`;
const example = "```js\nconsole.log(1);\n// => 1\nconsole.log('a\\n\\nb');\n// => a\n// =>\n// => b\n```";

describe('the example of a README', () => {
  it('is the block below "## Use", and its "// =>" lines are what it prints', () => {
    const { code, printed } = readmeExample(readme(example));
    expect(code).toMatch(/^console\.log\(1\);/);
    expect(printed).toEqual(['1', 'a', '', 'b']);
  });

  it('is found in the last section, too', () => {
    expect(readmeExample(`## Use\n\n${example}\n`).printed).toHaveLength(4);
  });

  it.each([
    ['no section', '# x\n', 'no section "## Use"'],
    ['no block', readme('Just use it.'), 'has 0'],
    ['two blocks', readme(`${example}\n\n${example}`), 'has 2'],
    ['no result', readme('```js\nrun();\n```'), 'shows no result'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => readmeExample(text)).toThrow(message);
  });
});

describe('the comparison with what it printed', () => {
  const said = { code: '', printed: ['1', '2'] };

  it('finds nothing when both are the same', () => {
    expect(differenceOf(said, '1\n2\n')).toBeUndefined();
  });

  it.each([
    ['another line', '1\n3\n', 'line 2'],
    ['a line too few', '1\n', '(missing)'],
    ['a line too many', '1\n2\n3\n', '(nothing)'],
    ['nothing', '', 'line 1'],
  ])('finds %s', (_, stdout, message) => {
    expect(differenceOf(said, stdout)).toContain(message);
  });
});
