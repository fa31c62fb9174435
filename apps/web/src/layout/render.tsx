import { renderToString } from 'preact-render-to-string';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type ElementScript, RenderingContext } from './context.js';
import { Foot, Head, Top } from './layout.view.js';

/** The whole HTML of a page. */
export function renderPage(reading: Reading, { init }: Page): string {
  const scripts = new Set<ElementScript>();
  const render = (part: preact.VNode) =>
    renderToString(<RenderingContext.Provider value={{ reading, scripts }}>{part}</RenderingContext.Provider>);
  const body = render(
    <body>
      <Top init={init} />
      <main id="main">{init.body}</main>
      {init.dock}
      <Foot plain={init.plain !== undefined} />
    </body>,
  );
  // After the body: only then is it known which scripts its parts want.
  const head = render(<Head init={init} scripts={[...scripts]} />);
  return `<!doctype html><html lang="${reading.lang}">${head}${body}</html>`;
}
