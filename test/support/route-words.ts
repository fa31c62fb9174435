import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { RouteWords } from '#apps/web/src/apidoc/route-words.js';
import { JsonTypes, type Schema } from './json-types.js';

const VERBS = ['Get', 'Put', 'Post', 'Delete'];

/** Reads the routes of the API out of their sources: doc comments, types of what they return, refusals on their way. */
export class RouteSources {
  readonly types: JsonTypes;
  private readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: object }; // prettier-ignore
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] , files: [] }, ts.sys, root); // prettier-ignore
    const web = join(root, 'apps/web/src');
    const files = (readdirSync(web, { recursive: true }) as string[]).filter((name) =>
      /\.(api|module)\.ts$/.test(name),
    );
    this.program = ts.createProgram(files.sort().map((name) => join(web, name)), { ...options, incremental: false, noEmit: true }); // prettier-ignore
    this.checker = this.program.getTypeChecker();
    this.types = new JsonTypes(this.checker);
  }

  /** Every route by "Class_method". Throws with a line for each whose answer cannot be said. */
  routes(): Record<string, RouteWords> {
    const controllers = this.program
      .getRootFileNames()
      .flatMap((name) => this.program.getSourceFile(name)!.statements.filter(ts.isClassDeclaration))
      .filter((one) => decorated(one, 'Controller')?.startsWith('/api/v1'));
    const wrong: string[] = [];
    const routes = controllers.flatMap((one) =>
      one.members
        .filter(ts.isMethodDeclaration)
        .filter((method) => VERBS.some((verb) => decorated(method, verb) !== null))
        .map((method) => {
          const name = `${one.name!.text}_${method.name.getText()}`;
          try {
            return [name, this.wordsOf(method)] as const;
          } catch (error) {
            wrong.push(`${name}: ${(error as Error).message}`);
            return [name, { summary: '', answers: {}, codes: {} }] as const;
          }
        }),
    );
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    return Object.fromEntries(routes);
  }

  private wordsOf(method: ts.MethodDeclaration): RouteWords {
    const symbol = this.checker.getSymbolAtLocation(method.name)!;
    const summary = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    return {
      summary: summary.replace(/\s+/g, ' ').trim(),
      answers: this.answersOf(method),
      codes: byKind(new Set([...this.refusalsOf(method), ...keyed(method)])),
    };
  }

  private answersOf(method: ts.MethodDeclaration): Record<string, Schema | null> {
    if (method.parameters.some((one) => decorated(one, 'Res') !== null)) return { 200: null };
    const found = returned(method).map((expression) => this.checker.getTypeAtLocation(expression));
    const types = found.flatMap((type) => {
      const awaited = this.checker.getAwaitedType(type) ?? type;
      return awaited.isUnion() && awaited.types.some((one) => one.symbol?.name === 'Answer') ? awaited.types : [awaited];
    }); // prettier-ignore
    const answers = types.map((type) => this.answerOf(type));
    const statuses = [...new Set(answers.map(([status]) => status))];
    if (statuses.length === 0) return { 204: null };
    return Object.fromEntries(
      statuses.map((status) => {
        const bodies = answers.filter(([one]) => one === status).map(([, body]) => body);
        const distinct = [...new Map(bodies.map((one) => [JSON.stringify(one), one])).values()];
        return [status, distinct.length === 1 ? distinct[0]! : { anyOf: distinct }];
      }),
    );
  }

  private answerOf(type: ts.Type): [status: string, body: Schema | null] {
    const args = this.checker.getTypeArguments(type as ts.TypeReference);
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return ['204', null];
    if (type.symbol?.name === 'Answer') return [String((args[1] as ts.NumberLiteralType).value), this.types.of(args[0]!)]; // prettier-ignore
    if (type.symbol?.name !== 'ListPage') return ['200', this.types.of(type)];
    const next = { type: ['string', 'null'], description: 'Send it as `after` for the next page; null at the end.' };
    const data = { type: 'array', items: this.types.of(args[0]!) };
    return ['200', { type: 'object', properties: { data, next }, required: ['data', 'next'] }];
  }

  /** Every `refuse(kind, code, …)` and `new EdgeRefusal(status, code, …)` that a route can come to, as "kind code". */
  private refusalsOf(method: ts.MethodDeclaration): ReadonlySet<string> {
    const found = new Set<string>();
    const seen = new Set<ts.Node>();
    const visit = (part: ts.Node): void => {
      if (ts.isCallExpression(part) || ts.isNewExpression(part)) {
        for (const one of refusal(part)) found.add(one);
        const callee = this.checker.getResolvedSignature(part)?.declaration;
        if (callee && !seen.has(callee) && this.isOurs(callee)) {
          seen.add(callee);
          for (const body of [callee, ...this.answerersOf(callee)]) body.forEachChild(visit);
        }
        const made = this.madeOf(part);
        if (made && !seen.has(made)) {
          seen.add(made);
          visit(made);
        }
      }
      part.forEachChild(visit);
    };
    for (const node of [method, ...this.guardsOf(method)]) node.forEachChild(visit);
    return found;
  }

  /** Of a call to a field that was made with its work (`new InGroups((gifts) => …)`): how it was made. */
  private madeOf({ expression: called }: ts.CallExpression | ts.NewExpression): ts.Node | null {
    if (!ts.isPropertyAccessExpression(called)) return null;
    const field = this.checker.getSymbolAtLocation(called.expression)?.valueDeclaration;
    const made = field && ts.isPropertyDeclaration(field) ? field.initializer : undefined;
    return made && ts.isNewExpression(made) && this.isOurs(made) ? made : null;
  }

  /** Where a door only names what rooms do (`interface` with `register`): what each room does. */
  private answerersOf(callee: ts.Node): ts.Node[] {
    if (!ts.isMethodSignature(callee)) return [];
    const door = this.checker.getTypeAtLocation(callee.parent).symbol;
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node) && this.checker.getContextualType(node)?.symbol === door)
        found.push(...node.properties.filter(({ name }) => name?.getText() === callee.name.getText()));
      node.forEachChild(visit);
    };
    for (const file of this.program.getSourceFiles()) if (file.fileName.startsWith(join(this.root, 'apps/web/src'))) visit(file); // prettier-ignore
    return found;
  }

  /** What `UseGuards` of a route and of its controller asks before the route. */
  private guardsOf(method: ts.MethodDeclaration): ts.Node[] {
    return [method, method.parent as ts.ClassDeclaration]
      .flatMap((node) => ts.getDecorators(node) ?? [])
      .flatMap(({ expression }) =>
        ts.isCallExpression(expression) && expression.expression.getText() === 'UseGuards'
          ? [...expression.arguments]
          : [],
      )
      .flatMap((guard) => this.checker.getTypeAtLocation(guard).getConstructSignatures())
      .flatMap((made) => made.getReturnType().getProperty('canActivate')?.valueDeclaration ?? []);
  }

  private isOurs(node: ts.Node): boolean {
    const { fileName } = node.getSourceFile();
    return fileName.startsWith(this.root) && !fileName.includes('node_modules');
  }
}

/** The text of a decorator's first argument; "" when it has none, null without the decorator. */
function decorated(node: ts.HasDecorators, name: string): string | null {
  for (const { expression } of ts.getDecorators(node) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== name) continue;
    const [first] = expression.arguments;
    return first && ts.isStringLiteral(first) ? first.text : '';
  }
  return null;
}

/** A route that names what it makes by an `Idempotency-Key` refuses without one. */
function keyed(method: ts.MethodDeclaration): string[] {
  const named = method.parameters.some((one) => decorated(one, 'CommandId') !== null);
  return named ? ['400 idempotency-key-missing', '400 idempotency-key-format'] : [];
}

/** What a method returns, without what functions inside it return. */
function returned(method: ts.MethodDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    node.forEachChild(visit);
  };
  method.body!.forEachChild(visit);
  return found;
}

/** The refusal that a call makes, when it is one whose code is written there. */
function refusal(call: ts.CallExpression | ts.NewExpression): string[] {
  const [first, second, third] = call.arguments ?? [];
  const text = (node: ts.Node | undefined) => (node && (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) ? node.text : null); // prettier-ignore
  switch (call.expression.getText()) {
    case 'refuse':
    case 'EdgeRefusal':
      return text(first) && text(second) ? [`${text(first)} ${text(second)}`] : [];
    case 'super':
      return text(first) && text(second) && third ? [`${text(first)} ${text(second)}`] : [];
    case 'refuseFields':
      return [...call.getText().matchAll(/code: '([a-z-]+)'/g)].map(([, code]) => `invalid ${code!}`);
    default:
      return [];
  }
}

function byKind(refusals: ReadonlySet<string>): Record<string, string[]> {
  const kinds: Record<string, string[]> = {};
  for (const one of [...refusals].sort()) {
    const [kind, code] = one.split(' ') as [string, string];
    (kinds[kind] ??= []).push(code);
  }
  return kinds;
}
