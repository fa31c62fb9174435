import type { BudgetVote, VoteOption } from '#libs/budgeting/src/index.js';
import { type PlaceFound, placeName } from '#libs/hometowns/src/index.js';
import { ROLLS } from '#libs/neighbours/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';

const WIDE = { x: PAPER.edge, width: INNER } as const;
/** Room in which a hand writes a line. */
const LINE = 14;
/** What has to stay together below the options: name, roll, signature. */
const FOOT = 250;

/** What the empty ballot of a vote says. */
interface Ballot {
  readonly vote: BudgetVote;
  readonly place: PlaceFound;
  readonly options: readonly VoteOption[];
  readonly at: Date;
}

/** An empty ballot for whoever votes on paper: what there is to choose, who votes, what the office fills in. Black on white. */
export function ballotPaper(reading: Reading, { vote, place, options, at }: Ballot): Promise<Buffer> {
  const { say, lang, text, money, until } = reading;
  const title = text(vote.title).text;
  const sheet = new Sheet({ title: `${say('budget.ballot-paper.title')}: ${title}`, lang, line: say('poster.foot'), at, plain: true }); // prettier-ignore
  const blank = (label: string) => sheet.paragraph(label, WIDE).rule(LINE);
  sheet.goTo(PAPER.edge).title(title, WIDE, 20);
  sheet.paragraph(`${placeName(lang, place)}. ${say('budget.poster.lead', { sum: money(vote.budget), until: until(vote.closesAt!) })}`, WIDE); // prettier-ignore
  sheet.paragraph(say('budget.ballot-paper.how'), WIDE).goTo(sheet.y + 4);
  for (const { code, title: named, cost, part } of options) {
    const [written, more] = [text(named).text, [money(cost), part].filter(Boolean).join(', ')];
    sheet.choice(`${code}  ${written}: ${more}`, WIDE);
  }
  sheet
    .need(FOOT)
    .goTo(sheet.y + 8)
    .heading(say('budget.ballot-paper.who'), WIDE);
  blank(say('papers.form.name'));
  for (const roll of ROLLS) sheet.choice(say(`neighbours.roll.${roll}`), WIDE);
  blank(say('neighbours.part'));
  blank(say('papers.form.signature'));
  sheet.paragraph(say('budget.ballot-paper.kept'), WIDE, { soft: true });
  sheet.goTo(sheet.y + 4).paragraph(say('papers.form.office'), WIDE);
  return sheet.bytes();
}
