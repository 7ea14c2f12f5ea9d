// The first import of the program: what comes after it may not run on an older one.
import process from 'node:process';

const [LEAST, OWN] = [22, Number.parseInt(process.versions.node, 10)];
if (OWN < LEAST) {
  process.stderr.write(`instancetype-controller needs Node ${LEAST} or later, and this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
