import { carpet } from '../art/carpet.js';
import type { Reading } from '../edge/reading.js';
import { Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';
import { grouped } from '../pledging/gift-rows.view.js';
import { signatureRows } from './assembly-parts.view.js';
import { type MinutesFacts, minutesRows, pointLines } from './minutes.words.js';

const [CLOTH, STITCH, CODE, GAP] = [19, 3, 112, 28];

/** The minutes of an assembly on A4, drawn from what was counted and signed. */
export function minutesPaper(reading: Reading, facts: MinutesFacts): Promise<Buffer> {
  const { say, lang, text } = reading;
  const { assembly, body, names } = facts;
  const code = assembly.code!;
  const url = reading.absolute(`/v/${code}`);
  const title = say('minutes.of', { n: assembly.number! });
  const whole = { x: PAPER.edge, width: INNER };
  const sheet = new Sheet({ title, lang, line: url, at: assembly.closedAt! });
  sheet.cloth(carpet(body.placeCode), { x: PAPER.edge, y: PAPER.top, stitch: STITCH });
  sheet.goTo(PAPER.top + CLOTH * STITCH + 14).title(title, whole);
  for (const row of minutesRows(reading, facts)) sheet.fact(row, whole);
  sheet.rule();
  for (const item of assembly.items) {
    const question = text(item.question);
    const draw = () => sheet.heading(`${item.position}. ${question.text}`, whole);
    if (question.lang === lang) draw();
    else sheet.inLang(question.lang, draw);
    for (const line of pointLines(reading, item, facts)) sheet.paragraph(line, whole);
  }
  sheet.rule();
  for (const row of signatureRows(reading, assembly, names)) sheet.fact(row, whole);
  sheet.paragraph(say('minutes.sign-hint'), whole, { soft: true });
  const y = sheet.need(CODE).y;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: say('paper.code', { url }) }).goTo(y);
  const beside = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  sheet.heading(say('minutes.check'), beside);
  for (const line of [grouped(code), say('minutes.how', { code })]) sheet.paragraph(line, beside, { soft: true });
  return sheet.bytes();
}
