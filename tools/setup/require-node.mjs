// The apps and tools run on Node 24 or later; `npm run setup` brings it as an optional dependency.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `This needs Node 24 or later, and found ${process.versions.node}. ` +
      'The npm package "node" normally brings it, but no build for this platform could be installed. ' +
      'Install Node 24 or later yourself and run the command again.',
  );
  process.exit(1);
}
console.log(`> Using Node ${process.versions.node}`);
