import { SaxesParser } from 'saxes';
import { refuse } from '#libs/kernel/src/index.js';

/** An element of a small XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without space around it. */
  readonly text: string;
}

/** The largest table we read: a real one has about 10 kB. */
export const TABLE_BYTES_MAX = 262_144;
const DEPTH_MAX = 4;

/**
 * Reads a document of at most four levels. Throws `rates-too-large` above 256 kB and `rates-format` for what is not well-formed,
 * has a document type, or an entity of its own.
 */
export function xmlElement(xml: string): XmlElement {
  if (Buffer.byteLength(xml) > TABLE_BYTES_MAX)
    throw refuse('invalid', 'rates-too-large', 'The table of rates is larger than 256 kB.');
  const parser = new SaxesParser({ xmlns: false });
  const top = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const path = [top];
  parser.on('error', () => {
    throw notATable('it is not well-formed XML');
  });
  parser.on('doctype', () => {
    throw notATable('a document type is not allowed');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    path.at(-1)!.children.push(element);
    if (path.push(element) > DEPTH_MAX + 1) throw notATable(`<${name}> is not expected`);
  });
  parser.on('text', (text) => (path.at(-1)!.text += text.trim()));
  parser.on('closetag', () => void path.pop());
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return top.children[0]!;
}

/** The refusal of a text that is no table of rates: `rates-format`. */
export function notATable(what: string): Error {
  return refuse('invalid', 'rates-format', `This is not a table of exchange rates: ${what}.`);
}
