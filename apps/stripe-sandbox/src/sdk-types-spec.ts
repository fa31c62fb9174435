import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Fields } from './parameters.js';

const { TypeFlags } = ts;
type Thing = Readonly<Record<string, unknown>>;

/** Compares JSON with the types of the `stripe` package, as an interface of a spec names them. */
export class SdkTypes {
  private readonly checker: ts.TypeChecker;
  private readonly root: ts.Type;

  /** `file` is the spec's own URL, `name` the interface in it whose keys are asked for. */
  constructor(file: string, name: string) {
    const path = fileURLToPath(file);
    const options: ts.CompilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    }; // prettier-ignore
    const program = ts.createProgram([path], options);
    this.checker = program.getTypeChecker();
    const found = program
      .getSourceFile(path)!
      .statements.find(
        (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
      );
    if (!found) throw new Error(`No interface ${name} in ${path}`);
    this.root = this.checker.getTypeAtLocation(found);
  }

  keys(): string[] {
    return this.root.getProperties().map(({ name }) => name);
  }

  /** What of a JSON value is not as the type under a key says: "path: what is wrong". Throws on a type that says nothing. */
  differences(key: string, value: unknown): string[] {
    const type = this.typeOf(key);
    if (type.flags & TypeFlags.Any) throw new Error(`The type of ${key} is not found`);
    return this.compare(type, value, '');
  }

  /** What rules of parameters take that the type under a key does not know, and what it needs that they do not. */
  strange(key: string, fields: Fields): string[] {
    return this.strangeIn(this.typeOf(key), fields, '');
  }

  private strangeIn(type: ts.Type, fields: Fields, path: string): string[] {
    const shapes = this.shapesOf(type);
    const known = shapes.flatMap((one) => this.checker.getPropertiesOfType(one));
    const needed = known.filter((one) => shapes.length === 1 && !(one.flags & ts.SymbolFlags.Optional));
    return [
      ...needed.filter(({ name }) => !fields[name]?.required).map(({ name }) => `${path}${name}: is needed`),
      ...Object.entries(fields).flatMap(([name, rule]) => {
        const found = known.filter((one) => one.name === name).map((one) => this.checker.getTypeOfSymbol(one));
        if (found.length === 0) return [`${path}${name}: is not known`];
        const words = found.flatMap((one) => this.wordsOf(one));
        const odd = (rule.words ?? []).filter((word) => !words.includes(word));
        const deeper = rule.fields ? found.flatMap((one) => this.strangeIn(one, rule.fields!, `${path}${name}.`)) : [];
        return [...odd.map((word) => `${path}${name}: ${word} is not known`), ...deeper];
      }),
    ];
  }

  /** The objects that a type may be: without null and texts, and of a list its items. */
  private shapesOf(type: ts.Type): ts.Type[] {
    if (type.isUnion()) return type.types.flatMap((one) => this.shapesOf(one));
    if (isPlain(type)) return [];
    if (!this.checker.isArrayType(type)) return [type];
    return this.shapesOf(this.checker.getTypeArguments(type as ts.TypeReference)[0]!);
  }

  private wordsOf(type: ts.Type): string[] {
    if (type.isUnion()) return type.types.flatMap((one) => this.wordsOf(one));
    if (type.isStringLiteral()) return [type.value];
    return this.checker.isArrayType(type)
      ? this.wordsOf(this.checker.getTypeArguments(type as ts.TypeReference)[0]!)
      : [];
  }

  private typeOf(key: string): ts.Type {
    const property = this.root.getProperty(key);
    if (!property) throw new Error(`No type for ${key}`);
    return this.checker.getTypeOfSymbol(property);
  }

  private compare(type: ts.Type, value: unknown, path: string): string[] {
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) return [];
    if (type.isUnion()) return this.compareUnion(type.types, value, path);
    if (isPlain(type)) return isOf(type, value) ? [] : [`${path}: ${JSON.stringify(value)} is not ${this.text(type)}`];
    // The SDK reads decimal texts into a class of its own.
    if (this.text(type) === 'Decimal')
      return /^-?\d+(\.\d+)?$/.test(String(value)) ? [] : [`${path}: ${JSON.stringify(value)} is no decimal text`];
    if (this.checker.isArrayType(type)) {
      if (!Array.isArray(value)) return [`${path}: is no list`];
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return value.flatMap((one, index) => this.compare(item!, one, `${path}[${index}]`));
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path}: ${JSON.stringify(value)} is not ${this.text(type)}`];
    return this.compareFields(type, value as Thing, path);
  }

  private compareUnion(types: readonly ts.Type[], value: unknown, path: string): string[] {
    const literals = types.filter((one) => one.isStringLiteral());
    // "Any other text" beside known ones is for what Stripe may say later, not for what we may invent.
    const known = literals.length > 0 ? types.filter((one) => !isOtherText(one)) : types;
    const likely = known.filter((one) => this.mayBe(one, value));
    const found = (likely.length > 0 ? likely : known).map((one) => this.compare(one, value, path));
    const best = found.sort((a, b) => a.length - b.length)[0]!;
    return best.length > 0 && likely.length === 0 ? [`${path}: ${JSON.stringify(value)?.slice(0, 60)} is none of ${known.map((one) => this.text(one)).slice(0, 9).join(' | ')}`] : best; // prettier-ignore
  } // prettier-ignore

  /** Whether a value is this member of a union: of its kind, and with the same words in the fields that tell members apart. */
  private mayBe(type: ts.Type, value: unknown): boolean {
    if (isPlain(type)) return isOf(type, value);
    if (Array.isArray(value) !== this.checker.isArrayType(type)) return false;
    if (this.text(type) === 'Decimal') return typeof value === 'string';
    if (typeof value !== 'object' || value === null) return false;
    return this.checker.getPropertiesOfType(type).every((one) => {
      const own = this.checker.getTypeOfSymbol(one);
      return !own.isStringLiteral() || (value as Thing)[one.name] === own.value;
    });
  }

  private compareFields(type: ts.Type, value: Thing, path: string): string[] {
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const known = this.checker.getPropertiesOfType(type);
    // What changed is told in parts.
    const partly = path.includes('.previous_attributes');
    const must = known.filter((one) => !partly && !(one.flags & ts.SymbolFlags.Optional));
    const lacking = must.filter(({ name }) => value[name] === undefined);
    return [
      ...lacking.map(({ name }) => `${path}.${name}: is lacking`),
      ...Object.entries(value).flatMap(([name, one]) => {
        if (one === undefined) return [];
        const property = known.find((other) => other.name === name);
        const own = property ? this.checker.getTypeOfSymbol(property) : index?.type;
        return own ? this.compare(own, one, `${path}.${name}`) : [`${path}.${name}: is invented`];
      }),
    ];
  }

  private text(type: ts.Type): string {
    return this.checker.typeToString(type);
  }
}

const PLAIN = TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.Null | TypeFlags.Undefined; // prettier-ignore

function isPlain(type: ts.Type): boolean {
  return Boolean(type.flags & PLAIN) || isOtherText(type);
}

function isOtherText(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((one) => Boolean(one.flags & TypeFlags.String));
}

function isOf(type: ts.Type, value: unknown): boolean {
  if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value;
  if (type.flags & TypeFlags.BooleanLiteral) return String(value) === (type as ts.Type & { intrinsicName: string }).intrinsicName; // prettier-ignore
  if (type.flags & TypeFlags.Null) return value === null;
  if (type.flags & TypeFlags.Undefined) return value === undefined;
  const kind = type.flags & TypeFlags.NumberLike ? 'number' : type.flags & TypeFlags.BooleanLike ? 'boolean' : 'string';
  return typeof value === kind;
}
