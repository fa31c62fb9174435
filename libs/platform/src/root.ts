import fs from 'node:fs';
import path from 'node:path';

/** The folder of the project, found from this file whether it runs as source or as built code. */
function projectRoot(): string {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    if (fs.existsSync(path.join(dir, 'package.json'))) return dir;
  }
}

/** A path inside the project: messages, data and assets are read from where they stand in the repository. */
export function fromRoot(...parts: string[]): string {
  return path.join(projectRoot(), ...parts);
}
