import type { RequestSchema } from './request-shapes.js';

const NOBODY = '01890000-0000-7000-8000-000000000000';

/** A well-formed value of a schema: its example where it has one, what is required of an object, else the simplest. */
export function exampleOf(schema: RequestSchema, schemas: Readonly<Record<string, RequestSchema>>): unknown {
  const { $ref, example, enum: choices, format, type, items, properties, minimum } = schema;
  if (typeof $ref === 'string') return exampleOf(schemas[$ref.split('/').at(-1)!] ?? {}, schemas);
  if (example !== undefined) return example;
  if (Array.isArray(choices)) return choices[0];
  if (format === 'uuid') return NOBODY;
  if (format === 'email') return 'maria@exemplu.md';
  if (type === 'array') return items ? [exampleOf(items, schemas)] : [];
  if (type === 'number' || type === 'integer') return minimum ?? 1;
  if (type === 'boolean') return true;
  if (Array.isArray(schema.allOf)) return exampleOf(schema.allOf[0] as RequestSchema, schemas);
  if (!properties) return type === 'object' ? {} : 'text';
  const given = Object.entries(properties).filter(
    ([name, one]) => schema.required?.includes(name) || one.example !== undefined,
  );
  return Object.fromEntries(given.map(([name, one]) => [name, exampleOf(one, schemas)]));
}
