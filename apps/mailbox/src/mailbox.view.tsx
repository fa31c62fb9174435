import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Letter } from './letter.js';

const LINK = /(https?:\/\/[^\s<>"]+)/;
const STYLE =
  'body{font:16px/1.5 system-ui;margin:2rem auto;max-width:46rem;padding:0 1rem;overflow-wrap:anywhere}pre{white-space:pre-wrap;font:inherit}td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}';

/** The newest letters, newest first. */
export function listPage(letters: readonly Letter[]): string {
  return sheet(
    'Letters',
    <>
      <h1>Letters that Plai has sent</h1>
      <p>Development only: nothing leaves this machine.</p>
      <table>
        <tr>
          <th>To</th>
          <th>Subject</th>
        </tr>
        {letters.map(({ id, to, subject }) => (
          <tr>
            <td>{to}</td>
            <td>
              <a href={`/letters/${id}`}>{subject}</a>
            </td>
          </tr>
        ))}
      </table>
    </>,
  );
}

/** One letter as text, its addresses as links. */
export function letterPage({ id, to, subject, text }: Letter): string {
  const parts = text.split(LINK).map((part) => (LINK.test(part) ? <a href={part}>{part}</a> : part));
  return sheet(
    subject,
    <>
      <p>
        <a href="/">All letters</a> · <a href={`/letters/${id}/html`}>As a mail program shows it</a>
      </p>
      <h1>{subject}</h1>
      <p>To {to}</p>
      <pre>{parts}</pre>
    </>,
  );
}

function sheet(title: string, children: ComponentChildren): string {
  return `<!doctype html>${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body>{children}</body>
    </html>,
  )}`;
}
