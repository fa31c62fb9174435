import { SaxesParser } from 'saxes';
import { fileWrong } from './statement-file.js';

/** One element of a file with what stands in it. */
export interface Element {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const DEPTH_MAX = 24;
const TEXT_MAX = 4_000;

/**
 * Reads XML element by element: `take` gets each one whose path ("Document/BkToCstmrStmt/Stmt/Ntry") is in `paths`, whole,
 * and nothing else is kept. Document types and entities of its own do not exist here: nothing is fetched and nothing
 * expands. Throws `statement-xml` with the line.
 */
export function readXml(xml: string, paths: ReadonlySet<string>, take: (path: string, element: Element) => void): void {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Element[] = [];
  const names: string[] = [];
  const wrong = () => fileWrong('statement-xml', parser.line);
  parser.on('error', () => {
    throw wrong();
  });
  parser.on('doctype', () => {
    throw wrong();
  });
  parser.on('opentag', (tag) => {
    const name = tag.name.slice(tag.name.indexOf(':') + 1);
    names.push(name);
    if (names.length > DEPTH_MAX) throw wrong();
    const inside = open.length > 0 || paths.has(names.join('/'));
    if (!inside) return;
    const attributes = tag.attributes;
    const element: Element = { name, line: parser.line, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element && element.text.length < TEXT_MAX) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element && open.length === 0) take(names.join('/'), element);
    names.pop();
  });
  parser.write(xml).close();
}

/** The elements that a path ("Refs/EndToEndId") leads to. */
export function all(element: Element, path: string): Element[] {
  const steps = path.split('/');
  return steps.reduce<Element[]>((at, step) => at.flatMap(({ children }) => children.filter(({ name }) => name === step)), [element]); // prettier-ignore
}

/** The text of the first element that one of the paths leads to; "" when none does. */
export function textAt(element: Element, ...paths: readonly string[]): string {
  for (const path of paths) {
    const found = all(element, path)[0]?.text.trim();
    if (found) return found;
  }
  return '';
}
