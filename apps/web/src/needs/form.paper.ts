import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import { ROLLS } from '#libs/neighbours/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import { typedAddress } from '../papers/poster.js';
import { Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';

const WIDE = { x: PAPER.edge, width: INNER } as const;
/** Room in which a hand writes a line. */
const LINE = 15;

/** An empty form for whoever has no account: who signs, what he supports or proposes. One sheet, black on white. */
export function needFormPaper({ say, lang, absolute }: Reading, { place }: TownOf, at: Date): Promise<Buffer> {
  const title = say('papers.form.title', { place: placeName(lang, place) });
  const sheet = new Sheet({ title, lang, line: say('poster.foot'), at, plain: true });
  const blank = (label: string, lines = 1) => {
    sheet.paragraph(label, WIDE);
    for (let n = 0; n < lines; n += 1) sheet.rule(LINE);
  };
  sheet.goTo(PAPER.edge).title(title, WIDE, 22);
  sheet.paragraph(say('papers.form.lead', { kind: townOrVillage(place) }), WIDE).goTo(sheet.y + 6);
  sheet.heading(say('papers.form.who'), WIDE);
  blank(say('papers.form.name'));
  for (const roll of ROLLS) sheet.choice(say(`neighbours.roll.${roll}`), WIDE);
  sheet.goTo(sheet.y + 6).heading(say('papers.form.support'), WIDE);
  blank(say('papers.form.support-line'));
  sheet.heading(say('papers.form.propose'), WIDE);
  blank(say('needs.what'));
  blank(say('needs.why'), 3);
  blank(say('neighbours.part'));
  blank(say('papers.form.signature'));
  const help = say('papers.form.help', { address: typedAddress(absolute(`/t/${place.slug}/needs`)) });
  for (const note of [help, say('papers.form.kept'), say('needs.no-petition')])
    sheet.paragraph(note, WIDE, { soft: true });
  sheet.goTo(sheet.y + 4).paragraph(say('papers.form.office'), WIDE);
  return sheet.bytes();
}
