// The first import of the program: what comes after it may not run on an older one.
import process from 'node:process';

const [LEAST_MAJOR, LEAST_MINOR] = [22, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < LEAST_MAJOR || (major === LEAST_MAJOR && minor < LEAST_MINOR)) {
  process.stderr.write(`instancetype-admitter needs Node ${LEAST_MAJOR}.${LEAST_MINOR} or later, and this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
