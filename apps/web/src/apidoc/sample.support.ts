import { newId } from '#libs/kernel/src/index.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; example?: unknown; schema?: Schema }[];
}

/** Makes requests out of the API document that are well formed and about somebody else's things. For specs. */
export class Sample {
  private readonly schemas: Readonly<Record<string, Schema>>;

  constructor(
    components: object,
    private readonly foreign: { readonly project: string; readonly body: string },
  ) {
    this.schemas = (components as { schemas: Record<string, Schema> }).schemas;
  }

  /** A path with foreign ids, and every required parameter of its query. */
  address(path: string, { parameters = [] }: Operation): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const said = parameters.find((one) => one.name === name && one.in === 'path');
      if (name === 'id' && path.startsWith('/api/v1/projects/')) return this.foreign.project;
      if (name === 'id' && path.startsWith('/api/v1/bodies/')) return this.foreign.body;
      return encodeURIComponent((said?.example ?? said?.schema?.enum?.[0] ?? newId()) as string);
    });
    const query = parameters
      .filter((one) => one.in === 'query' && one.required)
      .map(({ name, example, schema }): [string, string] => [name, String(example ?? this.value(schema ?? {}))]);
    return query.length > 0 ? `${filled}?${new URLSearchParams(query).toString()}` : filled;
  }

  /** A body with what is required; null when the route takes none. */
  body(requestBody?: { content: Record<string, { schema: Schema }> }): string | null {
    const schema = requestBody?.content['application/json']?.schema;
    return schema ? JSON.stringify(this.value(schema)) : null;
  }

  private value(schema: Schema): unknown {
    if (schema.$ref) return this.value(this.schemas[schema.$ref.split('/').at(-1)!] ?? {});
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (schema.format === 'uuid') return newId();
    if (schema.type === 'array') return schema.items ? [this.value(schema.items)] : [];
    if (schema.type === 'number' || schema.type === 'integer') return schema.minimum ?? 1;
    if (schema.type === 'boolean') return true;
    if (!schema.properties) return schema.type === 'object' ? {} : 'text';
    const required = Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(required.map(([name, property]) => [name, this.value(property)]));
  }
}
