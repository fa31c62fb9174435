import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, Money } from '#libs/kernel/src/index.js';
import { bankText, painOf } from './pain-file.js';
import { type Element, readXml } from './statement/xml-tree.js';

const MD = ['MD24AG000225100013104168', 'MD10AG398259791907483378', 'MD60TR944117715162046610'] as const;
const pay = (amount: string, over = {}) => ({
  endToEnd: '019B0A1C2D3E4F5061728394A5B6C7D8', amount: Money.parse(amount, 'MDL'), holder: 'Primăria Mihăileni', iban: MD[1], purpose: 'Tranșa 1 — „Iluminat”', ...over,
}); // prettier-ignore
const file = (payments = [pay('400.05'), pay('0.95', { holder: 'Примария Щорс & Ко', iban: MD[2] })]) =>
  painOf({
    messageId: 'PLAI20240502AB12', madeAt: new Date('2024-05-02T08:00:00Z'), executeOn: '2024-05-02' as CivilDate,
    from: { holder: 'Asociația Plai', iban: MD[0], currency: 'MDL' }, payments,
  }); // prettier-ignore

// pain.001.001.09 (ISO 20022, CustomerCreditTransferInitiationV09): what may stand in each element, in this order; ? may be left out.
const RULES: Record<string, string> = {
  Document: 'CstmrCdtTrfInitn', CstmrCdtTrfInitn: 'GrpHdr PmtInf', GrpHdr: 'MsgId CreDtTm NbOfTxs CtrlSum InitgPty', InitgPty: 'Nm',
  PmtInf: 'PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr CdtTrfTxInf+', ReqdExctnDt: 'Dt', Dbtr: 'Nm',
  DbtrAcct: 'Id Ccy', DbtrAgt: 'FinInstnId', FinInstnId: 'Othr', CdtTrfTxInf: 'PmtId Amt Cdtr CdtrAcct RmtInf', PmtId: 'InstrId EndToEndId',
  Amt: 'InstdAmt', Cdtr: 'Nm', CdtrAcct: 'Id', RmtInf: 'Ustrd', Othr: 'Id',
}; // prettier-ignore
const TEXTS: Record<string, RegExp> = {
  MsgId: /^[A-Z0-9]{1,35}$/, PmtInfId: /^.{1,35}$/, InstrId: /^.{1,35}$/, EndToEndId: /^.{1,35}$/, CreDtTm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  NbOfTxs: /^\d{1,15}$/, CtrlSum: /^\d{1,15}\.\d\d$/, Nm: /^.{1,70}$/, PmtMtd: /^TRF$/, BtchBookg: /^false$/, Dt: /^\d{4}-\d\d-\d\d$/,
  IBAN: /^[A-Z]{2}\d\d[A-Z0-9]{11,30}$/, Ccy: /^[A-Z]{3}$/, ChrgBr: /^(?:DEBT|CRED|SHAR|SLEV)$/, InstdAmt: /^\d{1,15}\.\d\d$/, Ustrd: /^.{1,140}$/,
}; // prettier-ignore

function mustFollow(element: Element): void {
  const order = RULES[element.name];
  if (order) {
    const shape = new RegExp(`^${order.split(' ').map((name) => (name.endsWith('+') ? `(?:${name.slice(0, -1)} )+` : `${name} `)).join('')}$`); // prettier-ignore
    expect(element.children.map(({ name }) => `${name} `).join('')).toMatch(shape);
  } else if (element.children.length === 0) expect(element.text).toMatch(TEXTS[element.name] ?? /^NOTPROVIDED$/);
  element.children.forEach(mustFollow);
}
const tree = (xml: string): Element => {
  let root: Element | null = null;
  readXml(xml, new Set(['Document']), (_, element) => (root = element));
  return root!;
};

describe('a file of payment orders', () => {
  it('has every element that pain.001.001.09 wants, in its order and form', () => {
    const document = tree(file());
    expect(document.attributes.xmlns).toBe('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
    mustFollow(document);
    mustFollow(tree(file([pay('1.00', { purpose: '', holder: 'Д'.repeat(200) })])));
  });

  it('carries control sums of what it orders, accounts, and its own letters only', () => {
    const xml = file();
    expect(xml.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>401.00<\/CtrlSum>/g)).toHaveLength(2);
    expect(xml).toContain('<Nm>Primaria Mihaileni</Nm></Cdtr><CdtrAcct><Id><IBAN>MD10AG398259791907483378</IBAN>');
    expect(xml).toContain('<Nm>Primariia Scors + Ko</Nm>');
    expect(xml).toContain("<Ustrd>Transa 1 - 'Iluminat'</Ustrd>");
    expect(() => file([pay('1', { iban: 'MD25AG000225100013104168' })])).toThrow(
      expect.objectContaining({ code: 'iban-wrong' }),
    );
    expect(() => file([pay('1', { amount: Money.parse('1', 'EUR') })])).toThrow(RangeError);
  });

  it('has only letters that every bank takes, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const clean = bankText(text, 140);
        expect(clean).toMatch(/^[a-zA-Z0-9/\-?:().,'+ ]{1,140}$/);
        expect(clean).not.toMatch(/^[/ ]|[/ ]$|\/\//);
      }),
    );
  });
});
