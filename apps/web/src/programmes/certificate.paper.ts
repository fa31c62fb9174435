import { type PlaceFound, townOrVillage } from '#libs/hometowns/src/index.js';
import { carpet } from '../art/carpet.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';
import { capital } from '../projects/capital.js';
import { grouped } from '../pledging/gift-rows.view.js';
import { type CertificateFacts, contributionRows, floorRow } from './certificate.words.js';

const [CLOTH, STITCH, CODE, GAP] = [19, 3, 112, 28];

/**
 * A diaspora contribution certificate on one A4 sheet. It is drawn from what was certified alone, so that every drawing in one
 * language is the same file to the byte.
 */
export function certificatePaper(reading: Reading, facts: CertificateFacts & { place: PlaceFound }): Promise<Buffer> {
  const { say, money, moment, number, text, lang } = reading;
  const { certificate, place } = facts;
  const { code, head } = certificate;
  const url = reading.absolute(`/v/${code}`);
  const title = capital(say('term.certificate'));
  const whole = { x: PAPER.edge, width: INNER };
  const sheet = new Sheet({ title: `${title} ${grouped(code)}`, lang, line: url, at: certificate.at });
  sheet.cloth(carpet(certificate.placeCode), { x: PAPER.edge, y: PAPER.top, stitch: STITCH });
  sheet.goTo(PAPER.top + CLOTH * STITCH + 14).title(title, whole);
  sheet.paragraph(say('certificate.lead', { kind: townOrVillage(place) }), whole);
  const floor = floorRow(reading, facts);
  for (const row of [
    [say('certificate.code'), grouped(code)],
    [say('certificate.town-hall'), `${text(certificate.townHall).text}, ${placeLine(reading, place)}`],
    [say('thanks.project'), text(certificate.title).text],
    [say('certificate.total'), money(certificate.total)],
    ...contributionRows(reading, certificate, certificate.total),
    ...(floor ? [floor] : []),
    [say('certificate.until'), moment(head.at)],
    [say('certificate.at'), moment(certificate.at)],
  ] as const)
    sheet.fact(row, whole);
  sheet.paragraph(say('certificate.what'), whole, { soft: true }).rule();
  const y = sheet.need(CODE).y;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: say('paper.code', { url }) }).goTo(y);
  const beside = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  const link = `${say('receipt.link', { n: number(head.n) })}, ${head.hash}`;
  sheet.heading(say('paper.check'), beside);
  for (const line of [say('certificate.how', { code: grouped(code) }), `${say('certificate.head')}: ${link}`])
    sheet.paragraph(line, beside, { soft: true });
  return sheet.bytes();
}
