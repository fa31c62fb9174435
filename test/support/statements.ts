import { Money, type Currency } from '#libs/kernel/src/index.js';

interface CamtEntry {
  /** With its sign: "-18.50" went out. */
  readonly amount: string;
  readonly on?: string;
  readonly reference?: string | null;
  readonly name?: string;
  readonly iban?: string;
  readonly text?: string;
  readonly endToEnd?: string;
  readonly code?: string;
  readonly reversal?: boolean;
}

interface CamtFile {
  readonly iban?: string;
  readonly currency?: Currency;
  readonly on?: string;
  readonly opening: string;
  readonly closing?: string;
  readonly entries: readonly CamtEntry[];
}

let files = 0;

/** A bank's statement as `camt.053.001.08`; without a closing it is what opening and entries come to. */
export function camtOf({
  iban = 'MD24AG000225100013104168',
  currency = 'EUR',
  on = '2024-05-02',
  opening,
  closing,
  entries,
}: CamtFile): Buffer {
  files += 1;
  const sum = entries.reduce((total, { amount }) => total + signed(amount, currency), signed(opening, currency));
  const balance = (kind: string, text: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp>${amountOf(text, currency)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
  const days = entries.map((entry) => entry.on ?? on).sort();
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M${files}</MsgId></GrpHdr>
<Stmt><Id>S${files}</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', opening).replace(on, days[0] ?? on)}
${balance('CLBD', closing ?? Money.ofMinor(sum, currency).toString())}
${entries.map((entry) => entryOf(entry, currency, on)).join('\n')}
</Stmt></BkToCstmrStmt></Document>`);
}

function entryOf(
  { amount, on, reference, name, iban, text, endToEnd, code, reversal }: CamtEntry,
  currency: Currency,
  day: string,
): string {
  const who = amount.startsWith('-') ? 'Cdtr' : 'Dbtr';
  const [domain, family, sub] = (code ?? 'PMNT/RCDT/ESCT').split('/');
  return [
    `<Ntry>${amountOf(amount, currency)}${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on ?? day}</Dt></BookgDt>`,
    reference ? `<AcctSvcrRef>${reference}</AcctSvcrRef>` : '',
    `<BkTxCd><Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn></BkTxCd>`,
    `<NtryDtls><TxDtls>${endToEnd ? `<Refs><EndToEndId>${endToEnd}</EndToEndId></Refs>` : ''}`,
    `<RltdPties>${name ? `<${who}><Pty><Nm>${name}</Nm></Pty></${who}>` : ''}${iban ? `<${who}Acct><Id><IBAN>${iban}</IBAN></Id></${who}Acct>` : ''}</RltdPties>`,
    `${text ? `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>` : ''}</TxDtls></NtryDtls></Ntry>`,
  ].join('');
}

function amountOf(text: string, currency: Currency): string {
  return `<Amt Ccy="${currency}">${text.replace('-', '')}</Amt><CdtDbtInd>${text.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
}

function signed(text: string, currency: Currency): bigint {
  const { minor } = Money.parse(text.replace('-', ''), currency);
  return text.startsWith('-') ? -minor : minor;
}
