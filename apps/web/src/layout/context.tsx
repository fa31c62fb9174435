import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Reading } from '../edge/reading.js';

/** Custom elements that enhance a page; each is a script of its own, loaded only where it is used. */
export type ElementScript = 'total' | 'share' | 'copy' | 'upload';

/** What every part of a page may ask for while it is rendered. */
export interface Rendering {
  readonly reading: Reading;
  readonly scripts: Set<ElementScript>;
}

/** Carries the rendering down to all parts. */
export const RenderingContext = createContext<Rendering | null>(null);

/** The reader of the page that is being rendered: his language, words and formats. */
export function useReading(): Reading {
  return rendering().reading;
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
