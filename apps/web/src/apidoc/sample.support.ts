import { newId } from '#libs/kernel/src/index.js';
import type { Operation } from './api-document.js';

/** Makes requests out of the API document that are well formed and about somebody else's things. For specs. */
export class Sample {
  constructor(private readonly foreign: { readonly project: string; readonly body: string }) {}

  /** A path with foreign ids, and every required parameter of its query. */
  address(path: string, { parameters = [] }: Operation): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const said = parameters.find((one) => one.name === name && one.in === 'path');
      if (name === 'id' && path.startsWith('/api/v1/projects/')) return this.foreign.project;
      if (name === 'id' && path.startsWith('/api/v1/bodies/')) return this.foreign.body;
      const [choice] = (said?.schema?.enum ?? []) as string[];
      return encodeURIComponent((said?.example ?? said?.schema?.example ?? choice ?? newId()) as string);
    });
    const query = parameters
      .filter((one) => one.in === 'query' && one.required)
      .map(({ name, example, schema }): [string, string] => [
        name,
        `${(example ?? schema?.example ?? newId()) as string}`,
      ]);
    return query.length > 0 ? `${filled}?${new URLSearchParams(query).toString()}` : filled;
  }

  /** The example of the body; null when the route takes none. */
  body({ requestBody }: Operation): string | null {
    const example = requestBody?.content['application/json']?.example;
    return example === undefined ? null : JSON.stringify(example);
  }
}
