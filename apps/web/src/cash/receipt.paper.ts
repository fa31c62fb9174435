import { BRING_DAYS, type Receipt } from '#libs/cash/src/index.js';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { carpet } from '../art/carpet.js';
import { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Sheet } from '../papers/sheet.js';
import { INNER, PAPER, type Place } from '../papers/tagged-pdf.js';
import { grouped, lineWords } from '../pledging/gift-rows.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** What a cashier's receipt on paper is made of. */
interface CashFacts {
  readonly receipt: Receipt;
  readonly face: ProjectFace;
  readonly association: Multilingual;
  readonly cashier: string;
  readonly second: string;
}

const GAP = 28;
const HALF = (INNER - GAP) / 2;
const CODE = 112;
const [CLOTH, STITCH] = [19, 3];

/** A cashier's receipt: Romanian, and beside it the giver's language (when that is Romanian too, the reader's, else English), with the code that checks it. */
export function cashReceiptPaper(reading: Reading, facts: CashFacts): Promise<Buffer> {
  const { receipt, face } = facts;
  const other = [receipt.lang, reading.lang].find((lang) => lang !== 'ro') ?? 'en';
  const [ro, own] = (['ro', other] as const).map((lang) => new Reading({ ...reading, lang })) as [Reading, Reading];
  const url = reading.absolute(`/v/${receipt.code}`);
  const sheet = new Sheet({ title: titleOf(ro, receipt), lang: 'ro', line: url, at: face.now });
  sheet.cloth(carpet(face.place.code), { x: PAPER.edge, y: PAPER.top, stitch: STITCH });
  const ends = [ro, own].map((speaking, n) => {
    const place = { x: PAPER.edge + n * (HALF + GAP), width: HALF };
    sheet.goTo(PAPER.top + CLOTH * STITCH + 14).inLang(speaking.lang, () => side(sheet, speaking, facts, place));
    return sheet.y;
  });
  sheet.goTo(Math.max(...ends)).rule();
  const { y } = sheet;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: ro.say('paper.code', { url }) }).goTo(y);
  const beside: Place = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  for (const { lang, say } of [ro, own])
    sheet.inLang(lang, () => {
      sheet.heading(say('paper.check'), beside);
      const how = receipt.state === 'void' ? 'cash.paper.void' : 'cash.paper.how';
      sheet.paragraph(say(how, { code: grouped(receipt.code), days: BRING_DAYS }), beside, { soft: true });
    });
  return sheet.bytes();
}

/** A sheet that was taken back says so before anything else. */
function titleOf({ say }: Reading, { n, state }: Receipt): string {
  const title = say('cash.receipt', { n });
  return state === 'void' ? `${title}: ${say('cash.state.void')}` : title;
}

function side(sheet: Sheet, reading: Reading, facts: CashFacts, place: Place): void {
  const { say, money, moment, text } = reading;
  const { receipt, face, association, cashier, second } = facts;
  sheet.title(titleOf(reading, receipt), place).paragraph(text(association).text, place);
  const wish = lineWords(reading, { lineId: receipt.line?.id ?? null, units: receipt.line?.units ?? null }, face);
  const rows: (readonly [string, string])[] = [
    [say('cash.head.giver'), receipt.giver ?? say('giving.anonymous')],
    [say('cash.head.sum'), `${money(receipt.lei)}, ${say('gift.way.cash')}`],
    [say('cash.paper.on'), moment(receipt.signedAt!)],
    [say('cash.head.project'), `${text(face.plan.project.title).text}, ${placeLine(reading, face.place)}`],
    ...(wish ? [[say('gift.line'), wish] as const] : []),
    [
      say('gift.fate'),
      say(receipt.onward ? 'cash.onward-fate' : `give.choice.${receipt.shortfall}`, {
        kind: townOrVillage(face.place),
      }),
    ],
    [say('cash.head.cashier'), cashier],
    [say('cash.signed'), second],
  ];
  for (const row of rows) sheet.fact(row, place);
}
