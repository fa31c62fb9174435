import type { JournalPlace, PublishedHead } from '#libs/ledger/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { carpet } from '../art/carpet.js';
import { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { INNER, PAPER, type Place, Sheet } from '../papers/sheet.js';
import { capital } from '../projects/capital.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { grouped } from './gift-rows.view.js';

/** What a receipt on paper is made of. */
export interface ReceiptFacts {
  readonly pledge: Pledge;
  readonly face: ProjectFace;
  /** The donor's name as he wrote it into his account. */
  readonly name: string | null;
  /** The association that he gave through. */
  readonly association: Multilingual | null;
  readonly place: JournalPlace | null;
  readonly head: PublishedHead | null;
}

const GAP = 28;
const HALF = (INNER - GAP) / 2;
const CODE = 112;
// A carpet is nineteen stitches wide and high.
const [CLOTH, STITCH] = [19, 3];

/**
 * The receipt of a gift that was counted, for its donor: one A4 sheet in Romanian and beside it in his language (in English
 * when that is Romanian too), with a code that leads whoever has it to the public proof.
 */
export function receiptPaper(reading: Reading, facts: ReceiptFacts): Promise<Buffer> {
  const { pledge, face } = facts;
  const [ro, own] = (['ro', pledge.lang === 'ro' ? 'en' : pledge.lang] as const).map(
    (lang) => new Reading({ ...reading, lang }),
  ) as [Reading, Reading];
  const url = reading.absolute(`/v/${pledge.receiptCode}`);
  const sheet = new Sheet({ title: titleOf(ro, pledge), lang: 'ro', line: url, at: face.now });
  const top = PAPER.top + CLOTH * STITCH + 14;
  sheet.cloth(carpet(face.place.code), { x: PAPER.edge, y: PAPER.top, stitch: STITCH });
  const ends = [ro, own].map((speaking, n) => {
    const place = { x: PAPER.edge + n * (HALF + GAP), width: HALF };
    sheet.goTo(top).inLang(speaking.lang, () => side(sheet, speaking, facts, place));
    return sheet.y;
  });
  sheet.goTo(Math.max(...ends)).rule();
  return check(sheet, [ro, own], facts, url).bytes();
}

function titleOf({ say }: Reading, { ref }: Pledge): string {
  return `${capital(say('term.receipt'))} ${ref}`;
}

function side(sheet: Sheet, reading: Reading, facts: ReceiptFacts, place: Place): void {
  const { say } = reading;
  sheet.title(titleOf(reading, facts.pledge), place).paragraph(say('paper.lead'), place);
  for (const row of rowsOf(reading, facts)) sheet.fact(row, place);
  sheet.paragraph(say('paper.what'), place, { soft: true });
}

function rowsOf(reading: Reading, { pledge, face, name, association }: ReceiptFacts): (readonly [string, string])[] {
  const { say, money, date, text } = reading;
  const rows: (readonly [string, string] | false)[] = [
    name !== null && [say('paper.donor'), name],
    [say('thanks.sum'), `${money(pledge.came)}, ${say(`gift.way.${pledge.way}`)}`],
    pledge.currency !== 'MDL' && [
      say('thanks.in-lei', { source: pledge.rateSource, date: date(pledge.rateOn) }),
      money(pledge.cameLei),
    ],
    pledge.cover.isPositive() && [say('thanks.cover'), money(pledge.cover)],
    [say('receipt.on'), date(pledge.countedAt!)],
    [say('thanks.project'), `${text(face.plan.project.title).text}, ${placeLine(reading, face.place)}`],
    association !== null && [say('paper.association'), text(association).text],
    pledge.gone.isPositive() && [say('paper.gone', { date: date(face.now) }), money(pledge.gone)],
  ];
  return rows.filter((row) => row !== false);
}

/** The code, and where the gift stands in the books, in both languages. */
function check(sheet: Sheet, readings: readonly Reading[], { pledge, place, head }: ReceiptFacts, url: string): Sheet {
  const y = sheet.y;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: readings[0]!.say('paper.code', { url }) }).goTo(y);
  const beside: Place = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  for (const { lang, say, moment, number } of readings) {
    const link = ({ n, hash }: { n: number; hash: string }) => `${say('receipt.link', { n: number(n) })}, ${hash}`;
    const lines = [
      say('paper.how', { code: grouped(pledge.receiptCode) }),
      place && `${say('receipt.line')}: ${place.name}`,
      place?.seal && `${say('receipt.seal')}: ${link({ n: place.seal, hash: place.hash! })}`,
      head && head.n !== place?.seal && `${say('receipt.head', { at: moment(head.at) })}: ${link(head)}`,
    ];
    sheet.inLang(lang, () => {
      sheet.heading(say('paper.check'), beside);
      for (const line of lines) if (line) sheet.paragraph(line, beside, { soft: true });
    });
  }
  return sheet;
}
