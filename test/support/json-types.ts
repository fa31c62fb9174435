import ts from 'typescript';

/** A JSON Schema, as far as answers need one. */
export type Schema = Readonly<Record<string, unknown>>;

const { TypeFlags } = ts;

/** Says TypeScript's types as JSON Schema: what `JSON.stringify` makes of a value of a type. */
export class JsonTypes {
  /** The schemas of named types, by name. */
  readonly named = new Map<string, Schema>();
  private readonly names = new Map<ts.Symbol, string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The schema of a type. Throws for what JSON cannot say: a bigint, a map, a type that says nothing (`object`, `any`). */
  of(type: ts.Type): Schema {
    const { flags } = type;
    if (type.isUnion()) return this.union(type.types);
    if (flags & TypeFlags.BooleanLiteral) return { type: 'boolean', const: this.text(type) === 'true' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & TypeFlags.StringLike) return { type: 'string' };
    if (flags & TypeFlags.NumberLike) return { type: 'number' };
    if (flags & TypeFlags.Null) return { type: 'null' };
    if (flags & TypeFlags.Unknown) return {};
    if (type.isIntersection() && type.types.some((one) => one.flags & TypeFlags.String)) return branded(type);
    if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return this.object(type);
    throw new Error(`${this.text(type)} cannot be said in JSON`);
  }

  private union(types: readonly ts.Type[]): Schema {
    const known = types.filter(({ flags }) => !(flags & TypeFlags.Undefined));
    if (known.length === 1) return this.of(known[0]!);
    const isNull = (one: ts.Type) => Boolean(one.flags & TypeFlags.Null);
    const others = known.filter((one) => !isNull(one));
    const nullable = known.some(isNull);
    const literals = others.every((one) => one.isStringLiteral() || one.isNumberLiteral());
    if (literals) {
      // The compiler's own order changes with what it has seen before.
      const text = (one: ts.Type) => this.text(one);
      const values = [...others]
        .sort((a, b) => (text(a) < text(b) ? -1 : 1))
        .map((one) => (one as ts.LiteralType).value);
      return { enum: [...values, ...(nullable ? [null] : [])] };
    }
    const said = others.every(({ flags }) => flags & TypeFlags.BooleanLiteral) && others.length === 2
      ? [{ type: 'boolean' }]
      : distinct(others.map((one) => this.of(one))); // prettier-ignore
    const [only] = said;
    if (said.length === 1 && !nullable) return only!;
    if (said.length === 1 && typeof only!.type === 'string') return { ...only, type: [only!.type, 'null'] };
    return { anyOf: [...said, ...(nullable ? [{ type: 'null' }] : [])] };
  }

  private object(type: ts.Type): Schema {
    if (this.checker.isArrayType(type)) {
      return { type: 'array', items: this.of(this.checker.getTypeArguments(type as ts.TypeReference)[0]!) };
    }
    if (this.checker.isTupleType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference).map((one) => this.of(one));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    const own = this.checker.getPropertyOfType(type, 'toJSON');
    if (own) return this.spoken(type, own);
    const symbol = nameableSymbol(type);
    if (!symbol) return this.shape(type);
    const known = this.names.get(symbol);
    if (known) return { $ref: `#/components/schemas/${known}` };
    const name = this.freeName(symbol);
    this.names.set(symbol, name);
    this.named.set(name, {}); // before its parts, so that a type may hold itself
    this.named.set(name, { ...words(this.checker, symbol), ...this.shape(type) });
    return { $ref: `#/components/schemas/${name}` };
  }

  /** A value that says itself what it is in JSON: money, a moment. */
  private spoken(type: ts.Type, toJson: ts.Symbol): Schema {
    if (type.symbol.name === 'Date') return { type: 'string', format: 'date-time' };
    const signature = this.checker.getTypeOfSymbol(toJson).getCallSignatures()[0]!;
    return this.of(signature.getReturnType());
  }

  private shape(type: ts.Type): Schema {
    // In the order of their writing: that of the compiler depends on what else it has read.
    const properties = this.checker
      .getPropertiesOfType(type)
      .filter((one) => this.isData(one))
      .sort((a, b) => placeOf(a).localeCompare(placeOf(b)));
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (!properties.length && !index && !(type.flags & TypeFlags.Object && isEmptyLiteral(type))) {
      throw new Error(`${this.text(type)} says nothing of what is in it`);
    }
    const entries = properties.map((one) => [one.name, this.property(one)] as const);
    const required = properties.filter((one) => !this.isOptional(one)).map(({ name }) => name);
    return {
      type: 'object',
      ...(entries.length > 0 && { properties: Object.fromEntries(entries) }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.of(index.type) }),
    };
  }

  private property(symbol: ts.Symbol): Schema {
    try {
      const said = this.of(this.checker.getTypeOfSymbol(symbol));
      const about = words(this.checker, symbol);
      return '$ref' in said && about.description ? { ...about, ...said } : { ...said, ...about };
    } catch (error) {
      throw new Error(`${symbol.name}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** What a value of this type has of its own: no methods, no getters. */
  private isData(symbol: ts.Symbol): boolean {
    if (symbol.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) return false;
    return !symbol.name.startsWith('__@') && this.checker.getTypeOfSymbol(symbol).getCallSignatures().length === 0;
  }

  private isOptional(symbol: ts.Symbol): boolean {
    const type = this.checker.getTypeOfSymbol(symbol);
    return Boolean(symbol.flags & ts.SymbolFlags.Optional) || Boolean(type.isUnion() && type.types.some(({ flags }) => flags & TypeFlags.Undefined)); // prettier-ignore
  }

  private freeName(symbol: ts.Symbol): string {
    if (!this.named.has(symbol.name)) return symbol.name;
    const [, room = ''] = /(?:libs|src)\/([a-z-]+)\//.exec(symbol.declarations![0]!.getSourceFile().fileName) ?? [];
    return room.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) + symbol.name;
  }

  private text(type: ts.Type): string {
    return this.checker.typeToString(type);
  }
}

/** A text of a kind of its own: ids are UUIDs, civil days are dates. */
function branded(type: ts.IntersectionType): Schema {
  const marks = type.types.flatMap((one) => one.getProperties()).map((one) => one.declarations?.[0]?.getSourceFile().fileName ?? ''); // prettier-ignore
  if (marks.some((file) => file.endsWith('kernel/src/ids.ts'))) return { type: 'string', format: 'uuid' };
  return marks.some((file) => file.endsWith('civil-time.ts')) ? { type: 'string', format: 'date' } : { type: 'string' };
}

/** A type that has a name of ours: an interface or class without type parameters. */
function nameableSymbol(type: ts.Type): ts.Symbol | null {
  const symbol = type.aliasSymbol && !type.aliasTypeArguments ? type.aliasSymbol : type.symbol;
  const isGeneric = ((type as ts.TypeReference).typeArguments ?? []).length > 0;
  const isNamed = Boolean(symbol && symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias)); // prettier-ignore
  return isNamed && !isGeneric ? symbol : null;
}

/** Where a property is written: file, then place in it. */
function placeOf(symbol: ts.Symbol): string {
  const [first] = symbol.declarations ?? [];
  return first ? `${first.getSourceFile().fileName}:${String(first.getStart()).padStart(8, '0')}` : '';
}

function isEmptyLiteral(type: ts.Type): boolean {
  return Boolean(type.symbol && type.symbol.flags & ts.SymbolFlags.ObjectLiteral);
}

function words(checker: ts.TypeChecker, symbol: ts.Symbol): { description?: string } {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text ? { description: text } : {};
}

function distinct(schemas: readonly Schema[]): Schema[] {
  return [...new Map(schemas.map((one) => [JSON.stringify(one), one])).values()];
}
