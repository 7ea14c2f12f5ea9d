import { isAbsolute, relative, sep } from 'node:path';

/** A file's path from the working directory, with slashes: in a pipeline that directory is the repository, whose paths code
 * scanning and annotations take.
 * @param file as the user named it */
export function relativePath(file: string): string {
  const path = isAbsolute(file) ? relative(process.cwd(), file) : file.replace(/^\.[\\/]/, '');
  return path.split(sep).join('/');
}
