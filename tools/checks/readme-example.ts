/** The example of a README and what it says that the example prints. */
export interface Example {
  readonly code: string;
  readonly printed: readonly string[];
}

/** Reads the one runnable block below `## Use`; each `// => text` in it stands for a printed line.
 * @param readme text of a README.md
 * @throws Error when there is not exactly one ```js or ```ts block, or it shows no result */
export function readmeExample(readme: string): Example {
  const section = /^## Use\n(.*?)(?=^## |$(?![^]))/ms.exec(readme)?.[1];
  if (section === undefined) throw new Error('it has no section "## Use"');
  const blocks = [...section.matchAll(/^```(?:js|ts)\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  const [code] = blocks;
  if (code === undefined || blocks.length > 1) throw new Error(`its section "## Use" needs one \`\`\`js or \`\`\`ts block and has ${blocks.length}`);
  const printed = [...code.matchAll(/^\s*\/\/ =>(?: (.*))?$/gm)].map((match) => match[1] ?? '');
  if (printed.length === 0) throw new Error('its example shows no result ("// => ..." after what prints it)');
  return { code, printed };
}

/** What differs between what an example says that it prints and what it printed, or nothing.
 * @param example from `readmeExample`
 * @param stdout what it printed */
export function differenceOf(example: Example, stdout: string): string | undefined {
  const lines = stdout.replace(/\n$/, '').split('\n');
  for (let index = 0; index < Math.max(lines.length, example.printed.length); index++) {
    const said = example.printed[index];
    const printed = lines[index];
    if (said === printed) continue;
    return `line ${index + 1} of its output is\n      ${printed ?? '(missing)'}\n    and the README says\n      ${said ?? '(nothing)'}`;
  }
  return undefined;
}
