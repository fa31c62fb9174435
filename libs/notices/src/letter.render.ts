import type { Composed } from './letter.js';

const SIGN = 'Plai';
const FONT = 'font:17px/1.55 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#161d27';
const BUTTON =
  'display:inline-block;padding:13px 22px;background:#1d4f91;color:#ffffff;text-decoration:none;font-weight:600;border-radius:3px';
/** How a line of a quote begins: what follows somebody else has written. */
export const QUOTE = '> ';
const BAR = 'margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #b9c4d0';
const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

/** The plain text of a letter. */
export function letterText({ text, action, after = [] }: Composed): string {
  const parts = [...text, ...(action ? [`${action.label}:\n${action.url}`] : []), ...after, SIGN];
  return `${parts.join('\n\n')}\n`;
}

/** The same as light HTML: one column, system fonts, one button, no pictures. Only addresses of this installation are links. */
export function letterHtml({ to, subject, text, action, after = [] }: Composed, home: string): string {
  const button = action
    ? `<p style="margin:24px 0"><a href="${escape(action.url)}" style="${BUTTON}">${escape(action.label)}</a></p>`
    : '';
  const small = after
    .map((part) => `<p style="margin:0 0 12px;color:#465365;font-size:15px">${linked(part, home)}</p>`)
    .join('');
  const body = text.map((part) => paragraph(part, home)).join('');
  return (
    `<!doctype html><html lang="${to.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escape(subject)}</title></head><body style="margin:0;background:#f3f6f9"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">` +
    `<tr><td align="center" style="padding:24px 12px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff">` +
    `<tr><td style="padding:28px 24px;border-top:6px solid #a3213d;${FONT}">${body}${button}${small}<p style="margin:16px 0 0">${SIGN}</p></td></tr>` +
    `</table></td></tr></table></body></html>`
  );
}

function paragraph(text: string, home: string): string {
  if (!text.startsWith(QUOTE)) return `<p style="margin:0 0 16px">${linked(text, home)}</p>`;
  const lines = text.split('\n').map((line) => escape(line.replace(QUOTE, '')));
  return `<blockquote style="${BAR}">${lines.join('<br>')}</blockquote>`;
}

function linked(text: string, home: string): string {
  return text
    .split(ADDRESS)
    .map((part) =>
      part.startsWith(`${home}/`) && ADDRESS.test(part)
        ? `<a href="${escape(part)}" style="color:#1d4f91;word-break:break-all">${escape(shown(part))}</a>`
        : escape(part).replaceAll('\n', '<br>'),
    )
    .join('');
}

/** An address as people read it: what makes it a key is in the link and not in four lines of a phone. */
function shown(address: string): string {
  const plain = address.replace(/^https?:\/\//, '').replace(/\?.*$/, '');
  return plain.length > 44 ? `${plain.slice(0, 43)}…` : plain;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
