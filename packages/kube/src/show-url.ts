/** A URL for a message, without the user and the password that may stand in it.
 * @param url any text, since what is wrong with a URL may be that it is none */
export function showUrl(url: string): string {
  return url.replace(/^([a-z][\w+.-]*:\/\/)?.*@/is, '$1');
}
