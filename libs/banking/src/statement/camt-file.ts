import type { CivilDate, Currency } from '#libs/kernel/src/index.js';
import {
  dayOf,
  decoded,
  type FileEntry,
  type FileStatement,
  fileWrong,
  minorOf,
  mustAddUp,
  sumOf,
  tidied,
} from './statement-file.js';
import { all, type Element, readXml, textAt } from './xml-tree.js';

const STMT = 'Document/BkToCstmrStmt/Stmt';
const PATHS = new Set(['Acct', 'Bal', 'Ntry', 'Id'].map((name) => `${STMT}/${name}`));
const PURPOSE_MAX = 500;

interface Read {
  iban: string | null;
  from: CivilDate | null;
  until: CivilDate | null;
  opening: bigint | null;
  closing: bigint | null;
  readonly entries: FileEntry[];
}

/**
 * Reads a bank's `camt.053` (any version from .02 on; several statements of one account that follow each other are one).
 * Only what is booked counts. A batch whose parts add up to it is its parts. Throws `statement-*` with the line.
 */
export function readCamt(bytes: Buffer, currency: Currency): FileStatement {
  const reads: Read[] = [];
  const xml = decoded(bytes, encodingOf(bytes)).replace(/^\uFEFF/, '');
  if (!/camt\.053\.001\.\d{2}/.test(xml.slice(0, 2_000))) throw fileWrong('statement-format', 1);
  readXml(xml, PATHS, (path, element) => {
    if (path.endsWith('/Id')) return void reads.push({ iban: null, from: null, until: null, opening: null, closing: null, entries: [] }); // prettier-ignore
    const read = reads.at(-1);
    if (!read) throw fileWrong('statement-format', element.line);
    if (element.name === 'Acct') takeAccount(read, element, currency);
    if (element.name === 'Bal') takeBalance(read, element, currency);
    if (element.name === 'Ntry') read.entries.push(...entriesOf(element, currency));
  });
  return mustAddUp(joined(reads, currency));
}

/** The encoding that the file's mark or its first line names; UTF-8 otherwise. */
function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 200).toString('latin1');
  return /<\?xml[^>]*encoding=["']([\w-]{1,40})["']/.exec(head)?.[1] ?? 'utf-8';
}

function takeAccount(read: Read, element: Element, currency: Currency): void {
  read.iban = textAt(element, 'Id/IBAN', 'Id/Othr/Id') || null;
  const named = textAt(element, 'Ccy');
  if (named && named !== currency) throw fileWrong('statement-currency', element.line, { found: named.slice(0, 3) });
}

function takeBalance(read: Read, element: Element, currency: Currency): void {
  const kind = textAt(element, 'Tp/CdOrPrtry/Cd');
  const amount = signed(element, currency);
  const on = dayIn(element, 'Dt');
  if (kind === 'OPBD' || (kind === 'PRCD' && read.opening === null)) read.opening = amount;
  if (kind === 'OPBD') read.from = on;
  if (kind === 'CLBD') [read.closing, read.until] = [amount, on];
}

function entriesOf(element: Element, currency: Currency): FileEntry[] {
  if (textAt(element, 'Sts/Cd', 'Sts') !== 'BOOK') return [];
  const whole = signed(element, currency);
  const parts = all(element, 'NtryDtls/TxDtls');
  const sums = parts.map((part) => partOf(part, element, currency));
  const inParts = parts.length > 1 && sums.every((sum) => sum !== null) && sums.reduce((a, b) => a + b, 0n) === whole;
  const entries = inParts
    ? parts.map((part, n) => entryOf(element, part, sums[n]!, `/${n + 1}`))
    : [entryOf(element, parts[0] ?? null, whole)];
  return entries.filter(({ minor }) => minor !== '0');
}

function entryOf(element: Element, part: Element | null, minor: bigint, ending = ''): FileEntry {
  const own = part ? textAt(part, 'Refs/AcctSvcrRef') : '';
  const whole = textAt(element, 'AcctSvcrRef');
  const reference = ending ? own || (whole && whole + ending) : whole || own;
  const [payer, payee] = [partyOf(part, 'Dbtr'), partyOf(part, 'Cdtr')];
  const other = minor > 0n ? payer : payee;
  const { name, iban } = other.name || other.iban ? other : minor > 0n ? payee : payer;
  const endToEnd = part ? textAt(part, 'Refs/EndToEndId') : '';
  const texts = [
    ...(part ? all(part, 'RmtInf/Ustrd') : []),
    ...(part ? all(part, 'RmtInf/Strd/CdtrRefInf/Ref') : []),
    ...(part ? all(part, 'RmtInf/Strd/AddtlRmtInf') : []),
    ...(part ? all(part, 'AddtlTxInf') : []),
    ...all(element, 'AddtlNtryInf'),
  ].map(({ text }) => text.trim());
  return {
    line: element.line,
    bookedOn: dayIn(element, 'BookgDt'),
    minor: minor.toString(),
    reference: tidied(reference, 140),
    name: tidied(name, 140),
    iban: tidied(iban, 34),
    purpose: tidied(texts.join(' '), PURPOSE_MAX) ?? '',
    endToEnd: endToEnd === 'NOTPROVIDED' ? null : tidied(endToEnd, 35),
    code: codeOf(part) || codeOf(element),
    reversal: textAt(element, 'RvslInd') === 'true',
  };
}

function partyOf(part: Element | null, who: 'Dbtr' | 'Cdtr'): { name: string; iban: string } {
  if (!part) return { name: '', iban: '' };
  const at = `RltdPties/${who}`;
  const account = `RltdPties/${who}Acct/Id`;
  return {
    name: textAt(part, `${at}/Pty/Nm`, `${at}/Nm`),
    iban: textAt(part, `${account}/IBAN`, `${account}/Othr/Id`),
  };
}

function codeOf(element: Element | null): string {
  if (!element) return '';
  const domain = ['Cd', 'Fmly/Cd', 'Fmly/SubFmlyCd'].map((path) => textAt(element, `BkTxCd/Domn/${path}`));
  return domain.filter((code) => code !== '').join('/');
}

/** The amount of an element by its own sign. Its currency must be the account's. */
function signed(element: Element, currency: Currency): bigint {
  const [amount] = all(element, 'Amt');
  const side = textAt(element, 'CdtDbtInd');
  if (!amount || (side !== 'CRDT' && side !== 'DBIT'))
    throw fileWrong('statement-amount', element.line, { text: side.slice(0, 40) });
  const found = amount.attributes.Ccy ?? '';
  if (found !== currency) throw fileWrong('statement-currency', amount.line, { found: found.slice(0, 3) });
  const minor = minorOf(amount.text.trim(), currency, amount.line);
  if (minor < 0n) throw fileWrong('statement-amount', amount.line, { text: amount.text.trim().slice(0, 40) });
  return side === 'CRDT' ? minor : -minor;
}

/** What one part of a batch comes to; null when it does not say so in the account's currency. */
function partOf(part: Element, batch: Element, currency: Currency): bigint | null {
  const [amount] = [...all(part, 'Amt'), ...all(part, 'AmtDtls/TxAmt/Amt')];
  if (!amount || amount.attributes.Ccy !== currency) return null;
  const side = textAt(part, 'CdtDbtInd') || textAt(batch, 'CdtDbtInd');
  const minor = minorOf(amount.text.trim(), currency, amount.line);
  return side === 'CRDT' ? minor : -minor;
}

function dayIn(element: Element, name: string): CivilDate {
  return dayOf(textAt(element, `${name}/Dt`, `${name}/DtTm`).slice(0, 10), element.line);
}

/** Statements that follow each other as one. */
function joined(reads: readonly Read[], currency: Currency): FileStatement {
  if (reads.length === 0) throw fileWrong('statement-format', 0);
  reads.forEach((read, n) => {
    const before = reads[n - 1];
    if (read.opening === null || read.closing === null) throw fileWrong('statement-no-balance', 0);
    if (before && before.iban !== read.iban) throw fileWrong('statement-account', 0, { found: read.iban ?? '' });
    if (before && before.closing !== read.opening)
      throw fileWrong('statement-sum', 0, {
        expected: sumOf({ currency }, before.closing!),
        found: sumOf({ currency }, read.opening),
      });
  });
  const entries = reads.flatMap((read) => read.entries);
  const until = reads.at(-1)!.until!;
  const from = [
    ...reads.flatMap((read) => read.from ?? []),
    ...entries.map(({ bookedOn }) => bookedOn),
    until,
  ].sort()[0]!;
  const { iban, opening } = reads[0]!;
  return { iban, currency, from, until, opening: String(opening), closing: String(reads.at(-1)!.closing), entries };
}
