// Random tests draw a new seed each time, and print it where they fail. In CI it is always the same, so that a pull request fails for
// what it changes and not for its luck; FC_SEED sets another one.
import fc from 'fast-check';

const CI_SEED = 20_261_125;
const given = process.env['FC_SEED'];

if (given !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) });
else if (process.env['CI']) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: CI_SEED });
