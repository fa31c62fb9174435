import type { PublishedHead } from '#libs/ledger/src/index.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';

/** The heads of the days as an Atom feed (RFC 4287), the newest first. */
export function headsFeed({ say, absolute, href, lang, date }: Reading, heads: readonly PublishedHead[]): Raw {
  const self = absolute(href('/books/heads.atom'));
  const page = absolute(href('/books/heads'));
  const entries = heads.map(
    ({ day, n, hash, at }) =>
      `<entry><id>${escape(page)}#${day}</id><title>${escape(say('heads.of', { day: date(at) }))}</title>` +
      `<updated>${at.toISOString()}</updated><link href="${escape(page)}"/><content type="text">${n}:${hash}</content></entry>`,
  );
  const updated = heads[0]?.at ?? new Date(0);
  const feed =
    `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}"><id>${escape(page)}</id>` +
    `<title>${escape(`Plai – ${say('heads.title')}`)}</title><updated>${updated.toISOString()}</updated><author><name>Plai</name></author>` +
    `<link rel="self" href="${escape(self)}"/><link href="${escape(page)}"/>${entries.join('')}</feed>\n`;
  return new Raw('application/atom+xml; charset=utf-8', feed);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
