import type { CivilDate, Money } from '#libs/kernel/src/index.js';
import { ibanOf } from './iban.js';

/** What a file of payment orders says; all of one account. */
export interface PainFile {
  /** Unique for ever: the bank refuses a second file of the same (1 to 35 letters and digits). */
  readonly messageId: string;
  readonly madeAt: Date;
  readonly executeOn: CivilDate;
  readonly from: { readonly holder: string; readonly iban: string; readonly currency: string };
  readonly payments: readonly PainPayment[];
}

interface PainPayment {
  /** Comes back on the statement (1 to 35). */
  readonly endToEnd: string;
  readonly amount: Money;
  readonly holder: string;
  readonly iban: string;
  readonly purpose: string;
}

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'e', є: 'ie', ж: 'j', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l',
  м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 't', ч: 'ci', ш: 's', щ: 'sc', ъ: '', ы: 'i',
  ь: '', э: 'e', ю: 'iu', я: 'ia', ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ı: 'i', '„': "'", '”': "'", '“': "'", '’': "'", '«': "'",
  '»': "'", '–': '-', '—': '-', '‑': '-', '"': "'", '&': '+', '_': '-', ';': ',', '№': 'Nr', '#': 'Nr ',
}; // prettier-ignore

/**
 * A text in the letters that every bank takes (a-z A-Z 0-9 / - ? : ( ) . , ' + and space), at most so many of them: Romanian
 * and Cyrillic letters as they sound, anything else a dot. Never empty, never beginning or ending with a slash.
 */
export function bankText(text: string, most: number): string {
  const letters = [...text.normalize('NFC')].map((sign) => {
    const plain = CYRILLIC[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '');
    const lower = CYRILLIC[sign.toLowerCase()];
    return CYRILLIC[plain] ?? (lower === undefined || plain !== sign ? plain : lower.charAt(0).toUpperCase() + lower.slice(1)); // prettier-ignore
  });
  const clean = letters
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/[^a-zA-Z0-9/\-?:().,'+ ]/g, '.')
    .replaceAll('//', '/')
    .trim()
    .slice(0, most)
    .replace(/^[/ ]+|[/ ]+$/g, '');
  return clean === '' ? '.' : clean;
}

/**
 * The file as ISO 20022 `pain.001.001.09`: one payment information, its transfers, and control sums over both. Amounts are
 * exact decimal text, IBANs are checked, texts are in the letters that banks take.
 */
export function painOf({ messageId, madeAt, executeOn, from, payments }: PainFile): string {
  const [first, ...more] = payments.map(({ amount }) => amount);
  const sum = more.reduce((total, amount) => total.plus(amount), first!).toString();
  const count = String(payments.length);
  const transfers = payments.map((payment) => transferOf(payment, from.currency));
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
<CstmrCdtTrfInitn>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${madeAt.toISOString().slice(0, 19)}Z</CreDtTm><NbOfTxs>${count}</NbOfTxs><CtrlSum>${sum}</CtrlSum><InitgPty><Nm>${bankText(from.holder, 70)}</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${messageId}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg><NbOfTxs>${count}</NbOfTxs><CtrlSum>${sum}</CtrlSum><ReqdExctnDt><Dt>${executeOn}</Dt></ReqdExctnDt>
<Dbtr><Nm>${bankText(from.holder, 70)}</Nm></Dbtr><DbtrAcct><Id><IBAN>${ibanOf(from.iban)}</IBAN></Id><Ccy>${from.currency}</Ccy></DbtrAcct><DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><ChrgBr>SHAR</ChrgBr>
${transfers.join('\n')}
</PmtInf>
</CstmrCdtTrfInitn>
</Document>
`;
}

function transferOf({ endToEnd, amount, holder, iban, purpose }: PainPayment, currency: string): string {
  if (amount.currency !== currency || !amount.isPositive())
    throw new RangeError('a payment of another currency, or of nothing');
  const value = amount.toString();
  return [
    `<CdtTrfTxInf><PmtId><InstrId>${endToEnd}</InstrId><EndToEndId>${endToEnd}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="${currency}">${value}</InstdAmt></Amt>`,
    `<Cdtr><Nm>${bankText(holder, 70)}</Nm></Cdtr><CdtrAcct><Id><IBAN>${ibanOf(iban)}</IBAN></Id></CdtrAcct>`,
    `<RmtInf><Ustrd>${bankText(purpose, 140)}</Ustrd></RmtInf></CdtTrfTxInf>`,
  ].join('');
}
