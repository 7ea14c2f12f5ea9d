/** Waits until something is there.
 * @param look gives it, or undefined
 * @param what it is, for the message where it does not come */
export async function until(look, what) {
  for (let attempt = 0; attempt < 400; attempt++) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`${what} is not there after 10 s`);
}
