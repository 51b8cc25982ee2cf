import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program: what the environment names, or the first of these names in the PATH. */
export function findProgram(
  variable: string,
  names: readonly string[],
  more: readonly string[] = [],
): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...more];
  return [process.env[variable] ?? '', ...places].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return path !== '';
    } catch {
      return false;
    }
  });
}
