import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Reading } from '../edge/reading.js';

/** Custom elements that enhance a page; each is a script of its own, loaded only where it is used. */
export type ElementScript = 'total' | 'share' | 'copy' | 'upload';

const LABEL_MAX = 80;

/** What every part of a page may ask for while it is rendered. */
export interface Rendering {
  readonly reading: Reading;
  readonly scripts: Set<ElementScript>;
  /** What the fields are called, by their ids, as they are rendered. */
  readonly labels: Map<string, string>;
  /** Something above the fields wants to name them: the page is rendered once more. */
  labelsWanted: boolean;
}

/** Carries the rendering down to all parts. */
export const RenderingContext = createContext<Rendering | null>(null);

/** The row of a table to which the fields within belong: "Line 2". */
export const RowContext = createContext<string | null>(null);

/** The reader of the page that is being rendered: his language, words and formats. */
export function useReading(): Reading {
  return rendering().reading;
}

/** What the fields of the page are called, wherever they stand. */
export function useLabels(): ReadonlyMap<string, string> {
  const now = rendering();
  now.labelsWanted = true;
  return now.labels;
}

/** Says what a field is called, within its row. Whatever is longer than a name is none. */
export function useLabel(id: string, label: unknown): void {
  const row = useContext(RowContext);
  const own = typeof label === 'string' && label.length <= LABEL_MAX ? label.replace(/[\s:?.]+$/, '') : null;
  const name = [row, own].filter(Boolean).join(', ');
  if (name) rendering().labels.set(id, name);
}

/** Asks for the script of a custom element. The part must do its work without it. */
export function useScript(script: ElementScript): void {
  rendering().scripts.add(script);
}

function rendering(): Rendering {
  const found = useContext(RenderingContext);
  if (!found) throw new Error('a part was rendered outside a page');
  return found;
}
