import { ModulesContainer } from '@nestjs/core';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

/** A JSON Schema, as far as requests need one. */
export interface RequestSchema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, RequestSchema>;
  items?: RequestSchema;
  [keyword: string]: unknown;
}

type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const SAYS: Readonly<Record<string, (constraints: readonly never[]) => RequestSchema>> = {
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isArray: () => ({ type: 'array' }),
  isObject: () => ({ type: 'object' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isIso8601: () => ({ type: 'string' }),
  isIn: ([values]: readonly (readonly unknown[])[]) => ({ enum: [...values!] }),
  matches: ([pattern]: readonly RegExp[]) => ({
    type: 'string',
    ...(!pattern!.flags.includes('i') && { pattern: pattern!.source }),
  }),
  minLength: ([n]: readonly number[]) => ({ type: 'string', minLength: n }),
  maxLength: ([n]: readonly number[]) => ({ type: 'string', maxLength: n }),
  isLength: ([min, max]: readonly number[]) => ({ type: 'string', minLength: min, maxLength: max }),
  min: ([n]: readonly number[]) => ({ minimum: n }),
  max: ([n]: readonly number[]) => ({ maximum: n }),
  arrayMinSize: ([n]: readonly number[]) => ({ type: 'array', minItems: n }),
  arrayMaxSize: ([n]: readonly number[]) => ({ type: 'array', maxItems: n }),
};

/** What the checks of a request class demand, said as JSON Schema: the document and the server cannot disagree. */
export function shapeOf(of: Type, described: RequestSchema = {}): RequestSchema {
  const checks = getMetadataStorage().getTargetValidationMetadatas(of, '', false, false);
  const properties: Record<string, RequestSchema> = { ...described.properties };
  for (const name of new Set(checks.map(({ propertyName }) => propertyName))) {
    const own = checks.filter(({ propertyName }) => propertyName === name);
    properties[name] = propertyOf(own, properties[name]);
  }
  const optional = new Set(
    checks.filter(({ type }) => type === 'conditionalValidation').map((one) => one.propertyName),
  );
  const defaults = new of() as Record<string, unknown>;
  const required = Object.keys(properties).filter((name) => !optional.has(name) && defaults[name] === undefined);
  for (const [name, value] of Object.entries(defaults)) if (value !== undefined) properties[name] = { ...properties[name], default: value }; // prettier-ignore
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

function propertyOf(checks: readonly Check[], described: RequestSchema = {}): RequestSchema {
  const said = (each: boolean) =>
    checks
      .filter((check) => Boolean(check.each) === each)
      .reduce<RequestSchema>((schema, { name, constraints }) => {
        const says = SAYS[name ?? ''];
        return says ? { ...schema, ...says((constraints ?? []) as never[]) } : schema;
      }, {});
  const { type, items, ...rest } = described;
  const own = said(false);
  const ofEach = said(true);
  const list = own.type === 'array' || type === 'array' || Object.keys(ofEach).length > 0;
  if (list) return { ...rest, type: 'array', ...own, items: { ...items, ...ofEach } };
  // A choice says its own type; what only the description knows (another class) stays.
  return { ...(type && !own.enum && { type }), ...rest, ...own };
}

/** The class that a route takes in (`@Body()`, `@Query()`, `@Param()`) with these names in it. */
export class RequestClasses {
  private readonly takes = new Map<string, readonly Type[]>();
  private readonly named = new Map<string, Type>();

  constructor(app: INestApplicationContext) {
    for (const module of app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) if (metatype) this.read(metatype as Type);
    }
    for (const known of knownClasses()) this.named.set(known.name, known);
  }

  /** A class by its name; undefined for what is no request. */
  byName(name: string): Type | undefined {
    return this.named.get(name);
  }

  /** The shape of everything that a route ("Class_method") takes in, by field. */
  fieldsOf(operationId: string): Record<string, RequestSchema> {
    const shapes = (this.takes.get(operationId) ?? []).map((one) => shapeOf(one).properties ?? {});
    return Object.assign({}, ...shapes) as Record<string, RequestSchema>;
  }

  private read(controller: Type): void {
    const methods = controller.prototype as object;
    for (const name of Object.getOwnPropertyNames(methods)) {
      const types = (Reflect.getMetadata('design:paramtypes', methods, name) ?? []) as (Type | undefined)[];
      this.takes.set(
        `${controller.name}_${name}`,
        types.filter((one): one is Type => isChecked(one)),
      );
    }
  }
}

function isChecked(type: Type | undefined): type is Type {
  return (
    typeof type === 'function' && getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0
  );
}

function knownClasses(): Type[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<Type, unknown> };
  return [...validationMetadatas.keys()];
}
