// Runs before anything is installed, so it may use nothing but Node itself (20 or later).
const first = process.argv[2] ?? 'Installing the tools (pnpm and Node 24 come from npm; the first time takes about half a minute) ...';
console.log(`\n> ${first}`);
