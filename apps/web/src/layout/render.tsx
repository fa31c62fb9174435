import { renderToString } from 'preact-render-to-string';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Rendering, RenderingContext } from './context.js';
import { Foot, Head, Top } from './layout.view.js';

/** The whole HTML of a page. */
export function renderPage(reading: Reading, { init }: Page): string {
  const rendering: Rendering = { reading, scripts: new Set(), labels: new Map(), labelsWanted: false };
  const render = (part: preact.VNode) =>
    renderToString(<RenderingContext.Provider value={rendering}>{part}</RenderingContext.Provider>);
  const whole = () =>
    render(
      <body>
        <Top init={init} />
        <main id="main">{init.body}</main>
        {init.dock}
        <Foot plain={init.plain !== undefined} />
      </body>,
    );
  const first = whole();
  // A list of errors stands above the fields that it names: their names are known only after them.
  const body = rendering.labelsWanted ? whole() : first;
  // After the body: only then is it known which scripts its parts want.
  const head = render(<Head init={init} scripts={[...rendering.scripts]} />);
  return `<!doctype html><html lang="${reading.lang}">${head}${body}</html>`;
}
