#!/usr/bin/env node
// Recounts Plai's public books. One file, no dependencies, Node.js 20 or newer; free to read, copy and change.
//
//   node verify.mjs https://ADDRESS-OF-PLAI         everything that it publishes, and the heads it has published
//   node verify.mjs books.jsonl [more.jsonl …]      an export that you have kept, in one piece or in the order of its pieces
//   node verify.mjs proof.json --head 41:9f2c…      the proof of one gift, against a head from a letter, a receipt, a newspaper
//   node verify.mjs trail.jsonl                     the export of the log of who did what
//
//   --head N:HASH         a head that you have kept yourself; may be repeated
//   --heads FILE|ADDRESS  a list of heads, "N HASH" at the end of each line
//   --json                the answer for machines
//
// It answers in one sentence. Exit code 0: proved. 1: broken. 2: could not be read.
//
// It ends, whatever is at the other end: an address may send on five times, be silent for a minute and take six hours; what is
// read from one address or file ends at 16 GB (a longer export comes in pieces), a line at 4 million characters, and a thousand
// empty lines are nobody's export. What passes one of these could not be read.
//
// WHAT IT CHECKS
// The books are lines. A line with "entries" is a journal: money that moves between accounts. A line with "root" is a seal over
// the journals before it. A seal holds the root of a tree of hashes over its journals, and the hash of the seal before it. So
// whoever knows the newest seal's hash (the head) knows that nothing before it was changed, left out, put in or moved. What was
// booked by mistake stays: a journal that takes it back is its exact mirror, and each is taken back once.
import { createHash } from 'node:crypto';
import { createReadStream, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const EXPORT = '/api/v1/books/export';
const HEADS = '/api/v1/books/published-heads.txt';
const GENESIS = '00';
const LIMITS = { redirects: 5, silentMs: 60_000, wholeMs: 6 * 3_600_000, bytes: 16e9, line: 4_000_000, empty: 1_000 };
/** Journals are ordered by the number of their transaction, and one that began first may end last: so much later is late. */
const SEALS_LATE = 3;

// Accounts of which no more can be taken than is there, by the side on which they grow.
const GUARDED = {
  debit: `held:stripe:clearing held:stripe:payout held:stripe:disputed held:bank:balance held:bank:exchange held:project:loss held:town:loss
    held:operator:unexplained
    memo:cashier:undeposited memo:aggregator:unsettled memo:project:promised memo:project:town-unspent memo:project:spent memo:project:proven
    memo:project:inkind-valued memo:project:town-promised memo:project:town-authorised memo:project:town-paid
    memo:project:district-promised memo:project:district-authorised memo:project:district-paid memo:project:state-promised
    memo:project:state-authorised memo:project:state-paid memo:project:grant-promised memo:project:grant-authorised
    memo:project:grant-paid memo:project:partner-promised memo:project:partner-authorised memo:project:partner-paid`,
  credit: `held:bank:order held:project:claim held:project:released held:town:claim held:call:pool held:returns:due
    held:operator:unidentified held:operator:capital held:operator:loss-reserve`,
};
/** 1 when a debit makes a guarded account larger, -1 when a credit does. */
export const guardedSides = new Map([
  ...GUARDED.debit.split(/\s+/).map((name) => [name, 1n]),
  ...GUARDED.credit.split(/\s+/).map((name) => [name, -1n]),
]);

// ---------------------------------------------------------------------------------------------------------- hashes

const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
/** The hash of a journal is made of its very line, after a zero byte; that of two hashes, after a one. */
const leafOf = (line) => sha(Buffer.of(0), line);
const nodeOf = (left, right) => sha(Buffer.of(1), left, right);
const sealHash = (s) => sha([s.seal, s.from, s.to, s.journals, s.root, s.prev].join('|')).toString('hex');

/** The root over any number of leaves in the memory of a few: two trees of one height become one that is higher. */
class Tree {
  #peaks = [];
  add(leaf) {
    let peak = { hash: leaf, size: 1 };
    while (this.#peaks.at(-1)?.size === peak.size) {
      const left = this.#peaks.pop();
      peak = { hash: nodeOf(left.hash, peak.hash), size: left.size * 2 };
    }
    this.#peaks.push(peak);
  }
  root() {
    return this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeOf(left, right)).toString('hex');
  }
}

/** The heads that somebody knows: two that differ for one number are both held against the books. */
class Heads {
  #known = new Map();
  met = 0;
  constructor(heads) {
    for (const { n, hash } of heads) this.#known.set(n, new Set(this.#known.get(n)).add(hash));
  }
  /** Compares a link with what is known of it; gives what was published otherwise, or null. */
  compare(n, hash) {
    const known = this.#known.get(n) ?? [];
    this.#known.delete(n);
    const other = [...known].find((each) => each !== hash);
    if (known.size > 0 && other === undefined) this.met += 1;
    return other ?? null;
  }
  /** The numbers that no link had. */
  get missing() {
    return [...this.#known.keys()];
  }
}

const printOf = (key) => sha(key).readBigUInt64LE() || 1n;

/** Which keys were there, in eight bytes each: nothing else that is kept grows with the length of the books. */
class Seen {
  #cells = new BigUint64Array(1 << 12);
  #count = 0;
  /** False when it was there before. */
  add(key) {
    if (!this.#put(printOf(key))) return false;
    if (++this.#count * 2 > this.#cells.length) this.#grow();
    return true;
  }
  has(key) {
    const [mask, print] = [this.#cells.length - 1, printOf(key)];
    for (let at = Number(print & BigInt(mask)); this.#cells[at] !== 0n; at = (at + 1) & mask) if (this.#cells[at] === print) return true;
    return false;
  }
  #put(print) {
    const mask = this.#cells.length - 1;
    for (let at = Number(print & BigInt(mask)); ; at = (at + 1) & mask) {
      if (this.#cells[at] === print) return false;
      if (this.#cells[at] === 0n) {
        this.#cells[at] = print;
        return true;
      }
    }
  }
  #grow() {
    const old = this.#cells;
    this.#cells = new BigUint64Array(old.length * 2);
    for (const print of old) if (print !== 0n) this.#put(print);
  }
}

// ----------------------------------------------------------------------------------------------------------- books

/** The books, line by line. */
export class Books {
  journals = 0;
  seals = 0;
  head = null;
  #breaks;
  #heads;
  #tree = new Tree();
  #inSeal = 0;
  #first = null;
  #last = { tx: 0, id: 0 };
  #to = '0';
  #keys = new Seen();
  #posted = new Seen();
  #reversed = new Seen();
  #reversals = new Map();
  #accounts = new Map();
  #touched = new Set();
  #short = new Map();
  #pending = new Map();
  #endings = new Map();

  constructor(heads, breaks) {
    this.#heads = new Heads(heads);
    this.#breaks = breaks;
  }

  take(line, row) {
    if (Array.isArray(row.entries)) this.#journal(line, row);
    else if (typeof row.root === 'string') this.#seal(row);
    else this.#breaks.add(`after seal ${this.seals}`, 'a line is neither a journal nor a seal');
  }

  finish() {
    const say = (where, what) => this.#breaks.add(where, what);
    if (this.#inSeal > 0) say(`the end, after seal ${this.seals}`, `${count(this.#inSeal, 'journal')} under no seal: the end was cut off`);
    this.#settle(Infinity);
    for (const n of this.#heads.missing) say(`seal ${n}`, 'a head with this number was published, and the books end before it');
  }

  proved() {
    const { n, hash } = this.head;
    const heads = this.#heads.met === 0 ? 'No head was given to compare with: keep this one' : `${agree(this.#heads.met, 'published head')} with it`;
    return (
      `Proved: ${count(this.journals, 'journal')} under ${count(n, 'seal')}, from the first to seal ${n}, each balanced, none changed, ` +
      `left out, put in or moved; no guarded account below zero. ${heads}. The head is ${n}:${hash}.`
    );
  }

  facts() {
    return { kind: 'books', journals: this.journals, seals: this.seals, head: this.head, headsCompared: this.#heads.met };
  }

  #journal(line, j) {
    const name = `journal ${j.key}`;
    const say = (what) => this.#breaks.add(name, what);
    if (!(j.tx > this.#last.tx || (j.tx === this.#last.tx && j.id > this.#last.id))) say('it stands out of order');
    this.#last = j;
    this.#first ??= j.tx;
    if (!this.#keys.add(j.key)) say('it is there twice');
    const wrong = wrongIn(j);
    if (wrong) say(wrong);
    else this.#book(j);
    this.#tree.add(leafOf(line));
    this.#inSeal += 1;
    this.journals += 1;
  }

  #book(j) {
    if (j.status === 'pending') this.#pending.set(j.key, j.entries.map(noted));
    if (j.ends) {
      if (this.#endings.has(j.ends)) this.#breaks.add(`journal ${j.key}`, `it ends ${j.ends}, which was ended before`);
      this.#endings.set(j.ends, { key: j.key, entries: j.entries.map(noted), seal: this.seals });
    }
    if (j.kind === REVERSAL) this.#reverse(j);
    else if (j.status === 'posted') this.#posted.add(`${j.id} ${movesOf(j, false)}`);
    for (const [code, , amount, status] of j.entries) this.#move(code, BigInt(amount), status);
  }

  /** A reversal exchanges the sides of one journal, exactly; each is reversed once, and a reversal never. */
  #reverse(j) {
    const reverses = j.ref?.reverses;
    if (!this.#reversed.add(`${reverses}`)) this.#breaks.add(`journal ${j.key}`, `it takes back journal ${reverses}, which was taken back before`);
    this.#reversals.set(`${reverses} ${movesOf(j, true)}`, { key: j.key, reverses, seal: this.seals });
  }

  #move(code, amount, status) {
    const [book, owner, name] = code.split(':');
    const side = guardedSides.get(`${book}:${owner.split('/')[0]}:${name}`);
    if (side === undefined) return;
    const grown = amount * side;
    const account = this.#accounts.get(code) ?? { balance: 0n, reserved: 0n };
    const outflow = grown < 0n ? -grown : 0n;
    if (status === 'posted') account.balance += grown;
    if (status === 'pending') account.reserved += outflow;
    if (status === 'void') account.reserved -= outflow;
    this.#accounts.set(code, account);
    this.#touched.add(code);
  }

  #seal(s) {
    const say = (what) => this.#breaks.add(`seal ${s.seal}`, what);
    if (this.seals === 0 && s.seal !== 1) say('the export does not begin at the first seal; fetch it whole');
    else if (s.seal !== this.seals + 1 || s.from !== this.#to || s.prev !== (this.head?.hash ?? GENESIS)) say(`it does not follow seal ${this.seals}`);
    if (s.journals !== this.#inSeal) say(`${count(this.#inSeal, 'journal')} stand before it and ${s.journals} were sealed: some were left out or put in`);
    else if (this.#tree.root() !== s.root) say('a journal under it was changed after it was sealed');
    if (this.#inSeal > 0 && (this.#first < Number(s.from) || this.#last.tx >= Number(s.to))) say('a journal under it does not belong to it');
    if (sealHash(s) !== s.hash) say('its own hash is wrong');
    this.#compare(s);
    this.seals = s.seal;
    this.head = { n: s.seal, hash: s.hash };
    this.#to = s.to;
    [this.#tree, this.#inSeal, this.#first] = [new Tree(), 0, null];
    this.#settle(SEALS_LATE);
  }

  #compare(s) {
    const other = this.#heads.compare(s.seal, s.hash);
    if (other) this.#breaks.add(`seal ${s.seal}`, `its hash is ${s.hash}, and a published head says ${other}: these are other books`);
  }

  /** What had time enough: endings must have met what they end, and accounts that were short must have their money. */
  #settle(late) {
    const due = (seal) => late === Infinity || this.seals - seal >= late;
    for (const [key, ending] of this.#endings) {
      const pending = this.#pending.get(key);
      if (!pending && !due(ending.seal)) continue;
      if (!pending) this.#breaks.add(`journal ${ending.key}`, `it ends ${key}, which is not pending or was ended before`);
      else if (!ends(pending, ending.entries)) this.#breaks.add(`journal ${ending.key}`, `it does not end ${key} as it was reserved`);
      this.#pending.delete(key);
      this.#endings.delete(key);
    }
    for (const [moves, { key, reverses, seal }] of this.#reversals) {
      const met = this.#posted.has(moves);
      if (!met && !due(seal)) continue;
      if (!met) this.#breaks.add(`journal ${key}`, `it is no mirror of journal ${reverses}, which it takes back`);
      this.#reversals.delete(moves);
    }
    for (const code of this.#touched) {
      const { balance, reserved } = this.#accounts.get(code);
      if (balance - reserved < 0n || reserved < 0n) this.#short.set(code, this.#short.get(code) ?? this.seals);
      else this.#short.delete(code);
    }
    this.#touched.clear();
    for (const [code, seal] of this.#short) {
      if (!due(seal)) continue;
      const { balance, reserved } = this.#accounts.get(code);
      this.#breaks.add(`seal ${seal}`, `more was taken from ${code} than was there: ${balance} with ${reserved} reserved`);
      this.#short.delete(code);
    }
  }
}

const noted = ([code, , amount, status]) => [code, amount, status];

const REVERSAL = 'correction.reversed';

/** What a journal has moved, from where to where and for what; of a reversal what it moves back. The reason is its own. */
function movesOf({ entries }, back) {
  const posted = entries.filter(([, , , status]) => status === 'posted');
  const moves = [];
  for (let at = 0; at < posted.length; at += 2) {
    const [[debit, , amount, , { gift, line, tranche, document } = {}], [credit]] = [posted[at], posted[at + 1]];
    moves.push([...(back ? [credit, debit] : [debit, credit]), amount, gift, line, tranche, document].join());
  }
  return moves.join(' ');
}

/** What is wrong with a journal by itself, or null. Its entries come two by two: what a debit takes, a credit gives. */
function wrongIn({ entries, status, ends }) {
  if (entries.length < 2 || entries.length % 2 === 1) return 'it is not balanced';
  for (let at = 0; at < entries.length; at += 2) {
    const [[debit, currency, more, as], [credit, same, less, likewise]] = [entries[at], entries[at + 1]];
    if (!/^[1-9]\d*$/.test(more) || less !== `-${more}`) return `it is not balanced: ${more} and ${less} ${currency}`;
    if (currency !== same || ![debit, credit].every((code) => code.endsWith(`:${currency}`))) return 'it mixes currencies';
    if (debit.slice(0, 5) !== credit.slice(0, 5)) return 'it mixes the two books';
    if (as !== likewise || !statuses(status, ends).includes(as)) return `a part of it is ${as}`;
  }
  return null;
}

function statuses(status, ends) {
  if (status === 'posted') return ends ? ['posted', 'void'] : ['posted'];
  return (status === 'pending') === !ends ? [status] : [];
}

/** Whether this frees exactly what was reserved, and moves some of it, no more than was reserved between the same accounts; what it moves beside that is its own. */
function ends(pending, ending) {
  const freed = ending.filter(([, , status]) => status === 'void').map(([code, amount]) => `${code} ${amount}`);
  const reserved = pending.map(([code, amount]) => `${code} ${amount}`);
  if (freed.join() !== reserved.join()) return false;
  const [was, moved] = [pairs(pending), pairs(ending.filter(([, , status]) => status === 'posted'))];
  const sums = [...was].map(([pair, sum]) => [sum, moved.get(pair) ?? 0n]);
  return moved.size === 0 || (sums.some(([, now]) => now > 0n) && sums.every(([sum, now]) => now <= sum));
}

function pairs(entries) {
  const sums = new Map();
  for (let at = 0; at < entries.length; at += 2) {
    const pair = `${entries[at][0]} ${entries[at + 1][0]}`;
    sums.set(pair, (sums.get(pair) ?? 0n) + BigInt(entries[at][1]));
  }
  return sums;
}

// ------------------------------------------------------------------------------------------------------- the trail

/** The log of who did what: each row's hash is made of the one before it and that of its own text. */
export class Trail {
  head = null;
  rows = 0;
  #open = 0;
  #breaks;
  #heads;

  constructor(heads, breaks) {
    this.#heads = new Heads(heads);
    this.#breaks = breaks;
  }

  take(_, { n, prev, hash, json }) {
    if (n === null) return void (this.#open += 1);
    const number = Number(n);
    const say = (what) => this.#breaks.add(`row ${n} of the trail`, what);
    if (this.#open > 0) say('rows without a seal stand before it');
    if (number !== this.rows + 1 || prev !== (this.head?.hash ?? GENESIS)) say(`it does not follow row ${this.rows}`);
    if (sha(`${prev}|${sha(json).toString('hex')}`).toString('hex') !== hash) say('it was changed after it was sealed');
    const other = this.#heads.compare(number, hash);
    if (other) say(`a published head says ${other}`);
    [this.rows, this.head, this.#open] = [number, { n: number, hash }, 0];
  }

  finish() {
    for (const n of this.#heads.missing) this.#breaks.add(`row ${n} of the trail`, 'a head with this number was published, and the trail ends before it');
  }

  proved() {
    if (!this.head) throw new Unreadable('Nothing in the trail is sealed yet.');
    return `Proved: ${count(this.rows, 'row')} of the trail, from the first, none changed, left out, put in or moved. The head is ${this.head.n}:${this.head.hash}.`;
  }

  facts() {
    return { kind: 'trail', rows: this.rows, head: this.head, headsCompared: this.#heads.met };
  }
}

// ------------------------------------------------------------------------------------------------- proof of a gift

/** One journal, the way from it to its seal, and the seals from there to a head. */
export class Proof {
  #heads;
  #breaks;
  #proof;
  #met = false;

  constructor(heads, breaks) {
    [this.#heads, this.#breaks] = [heads, breaks];
  }

  take(_, proof) {
    this.#proof = proof;
    const { journal, path, seals } = proof;
    const climbed = path.reduce((hash, [side, other]) => {
      const beside = Buffer.from(other, 'hex');
      return side === 'L' ? nodeOf(beside, hash) : nodeOf(hash, beside);
    }, leafOf(journal));
    const say = (n, what) => this.#breaks.add(`seal ${n}`, what);
    if (climbed.toString('hex') !== seals[0].root) say(seals[0].seal, 'the gift does not lie under it: the proof was changed');
    seals.forEach((seal, at) => {
      const before = seals[at - 1];
      if (sealHash(seal) !== seal.hash) say(seal.seal, 'its own hash is wrong: the proof was changed');
      if (before && (seal.prev !== before.hash || seal.seal !== before.seal + 1)) say(seal.seal, `it does not follow seal ${before.seal}`);
    });
    const wrong = wrongIn(JSON.parse(journal));
    if (wrong) this.#breaks.add('the journal', wrong);
  }

  finish() {
    const { seals } = this.#proof;
    for (const { n, hash } of this.#heads) {
      const here = seals.find(({ seal }) => seal === n);
      if (here && here.hash !== hash) this.#breaks.add(`seal ${n}`, `its hash is ${here.hash}, and the published head says ${hash}: these are other books`);
      if (here?.hash === hash) this.#met = true;
    }
    if (this.#heads.length > 0 && !this.#met && !this.#breaks.first) {
      const [first, last] = [seals[0].seal, seals.at(-1).seal];
      throw new Unreadable(`No head from ${first} to ${last} was given; the proof can be compared only with one of these.`);
    }
  }

  proved() {
    const { seals, journal } = this.#proof;
    const { at, entries } = JSON.parse(journal);
    const [, currency, amount] = entries[0];
    const day = new Date(Number(BigInt(at) / 1000n)).toISOString().slice(0, 10);
    const head = seals.at(-1);
    const compared = this.#met ? 'and so under a head that you know' : `compare its hash with a head that you know: ${head.seal}:${head.hash}`;
    return `Proved: the journal ${JSON.parse(journal).key} of ${day} over ${decimal(amount, currency)} lies unchanged under seal ${seals[0].seal}, ${compared}.`;
  }

  facts() {
    const { seals, journal } = this.#proof;
    return { kind: 'proof', journal: JSON.parse(journal), seal: seals[0].seal, head: { n: seals.at(-1).seal, hash: seals.at(-1).hash }, compared: this.#met };
  }
}

// --------------------------------------------------------------------------------------------------------- reading

/** It could not be looked at, which says nothing about the books. */
class Unreadable extends Error {}

/** Where it broke; the first is what is told. */
class Breaks {
  first = null;
  all = [];
  count = 0;
  add(where, what) {
    const one = { where: shown(where), what: shown(what) };
    this.first ??= one;
    if (this.all.length < 20) this.all.push(one);
    this.count += 1;
  }
}

/** What was read may have been written so that a terminal shows another answer: nothing that steers it is printed, and nothing without end. */
const shown = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 300);
const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
const agree = (n, noun) => `${count(n, noun)} ${n === 1 ? 'agrees' : 'agree'}`;
const decimal = (minor, currency) => {
  const { maximumFractionDigits: places } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const digits = minor.padStart(places + 1, '0');
  return `${places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`} ${currency}`;
};
const isAddress = (source) => /^https?:\/\//.test(source);

/** The answer of an address, or of the one that it sends on to. */
async function answerOf(source, signal, limits) {
  let address = source;
  for (let step = 0; step <= limits.redirects; step += 1) {
    const answer = await fetch(address, { headers: { accept: 'application/jsonl, text/plain, */*' }, redirect: 'manual', signal });
    const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (next === null && !answer.ok) throw new Unreadable(`${source} answers ${answer.status}.`);
    if (next === null) return answer;
    await answer.body?.cancel();
    if (!URL.canParse(next, address) || !isAddress(new URL(next, address).href)) throw new Unreadable(`${source} sends on to what is no address.`);
    address = new URL(next, address).href;
  }
  throw new Unreadable(`${source} sends on more than ${limits.redirects} times.`);
}

/** What an address sends, as long as it does not keep us waiting. */
async function* receivedFrom(source, limits) {
  const [controller, began] = [new AbortController(), performance.now()];
  const silent = new Unreadable(`${source} is silent for ${limits.silentMs / 1000} seconds.`);
  const wait = () => setTimeout(() => controller.abort(silent), limits.silentMs);
  let timer = wait();
  try {
    for await (const piece of (await answerOf(source, controller.signal, limits)).body ?? []) {
      clearTimeout(timer);
      if (performance.now() - began > limits.wholeMs) throw new Unreadable(`${source} has not come to its end after ${limits.wholeMs / 3_600_000} hours.`);
      yield piece;
      timer = wait();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The lines of a file or an address; a last one that was cut short comes as it is. */
async function* linesOf(source, limits) {
  const decoder = new TextDecoder();
  let [rest, bytes, empty] = ['', 0, 0];
  for await (const piece of isAddress(source) ? receivedFrom(source, limits) : createReadStream(source)) {
    bytes += piece.length;
    if (bytes > limits.bytes) throw new Unreadable(`${source} has not come to its end after ${limits.bytes} bytes.`);
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      empty = line === '' ? empty + 1 : 0;
      if (empty > limits.empty) throw new Unreadable(`${source} is no export of Plai's books.`);
      yield line;
    }
    if (rest.length > limits.line) throw new Unreadable(`${source} is no export of Plai's books.`);
  }
  if (rest) yield rest;
}

function readerOf(row) {
  if (Array.isArray(row?.entries) || typeof row?.root === 'string') return Books;
  if (typeof row?.json === 'string' && 'hash' in row) return Trail;
  if (typeof row?.journal === 'string' && Array.isArray(row.path) && row.seals?.length > 0) return Proof;
  return null;
}

const parsed = (line) => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

/** Reads the sources in their order and tells what they prove. Throws when one cannot be read. */
export async function verify(sources, heads, limits = LIMITS) {
  const breaks = new Breaks();
  let reader = null;
  let [number, cut] = [0, false];
  for (const source of sources) {
    for await (const line of linesOf(source, limits)) {
      if (line === '') continue;
      number += 1;
      const row = parsed(line);
      const Reader = readerOf(row);
      if (!reader && !Reader) throw new Unreadable(`${source} is no export of Plai's books, no proof and no trail.`);
      reader ??= new Reader(heads, breaks);
      if (!row || (Reader && !(reader instanceof Reader))) cut ||= !breaks.add(`line ${number}`, 'it cannot be read: it was damaged or cut short');
      else takeFrom(reader, { line, row, number }, breaks);
    }
  }
  if (!reader && heads.length === 0) throw new Unreadable('Nothing is there yet: no journal has been sealed.');
  reader ??= new Books(heads, breaks);
  if (!cut) reader.finish();
  return { reader, breaks };
}

function takeFrom(reader, { line, row, number }, breaks) {
  try {
    reader.take(line, row);
  } catch {
    breaks.add(`line ${number}`, 'it is not what a line of the books looks like');
  }
}

async function headsFrom(source, limits) {
  const heads = [];
  for await (const line of linesOf(source, limits)) {
    const found = /(?:^|\s)(\d+)[\s:]+([0-9a-f]{64})\s*$/.exec(line);
    if (found) heads.push({ n: Number(found[1]), hash: found[2] });
    else if (line.trim() !== '') throw new Unreadable(`${source} is no list of heads.`);
  }
  return heads;
}

const USAGE = 'Usage: node verify.mjs ADDRESS|FILE… [--head N:HASH] [--heads FILE|ADDRESS] [--json]';

async function asked(args, limits) {
  const [sources, heads, lists] = [[], [], []];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--json') continue;
    if (args[at] === '--heads') lists.push(args[(at += 1)] ?? '');
    else if (args[at] === '--head') {
      const [, n, hash] = /^(\d+):([0-9a-fA-F]{64})$/.exec(args[(at += 1)] ?? '') ?? [];
      if (!n) throw new Unreadable('A head is written N:HASH, the number and 64 letters and digits.');
      heads.push({ n: Number(n), hash: hash.toLowerCase() });
    } else if (args[at].startsWith('-')) throw new Unreadable(USAGE);
    else sources.push(args[at]);
  }
  if (sources.length === 0) throw new Unreadable(USAGE);
  const whole = sources.length === 1 && isAddress(sources[0]) && new URL(sources[0]);
  if (whole && whole.pathname === '/') sources[0] = new URL(EXPORT, whole).href;
  if (whole && ['/', EXPORT].includes(whole.pathname) && whole.search === '') lists.push(new URL(HEADS, whole).href);
  for (const list of lists) heads.push(...(await headsFrom(list, limits)));
  return { sources, heads };
}

/** Does what the command line says, prints the answer and gives the exit code. `limits` replaces some of `LIMITS`. */
export async function main(args, limits = {}) {
  const json = args.includes('--json');
  const tell = (sentence, facts, code) => {
    console.log(json ? JSON.stringify({ ok: code === 0, sentence, ...facts }) : sentence);
    return code;
  };
  try {
    const { sources, heads } = await asked(args, { ...LIMITS, ...limits });
    const { reader, breaks } = await verify(sources, heads, { ...LIMITS, ...limits });
    if (!breaks.first) return tell(reader.proved(), reader.facts(), 0);
    const { where, what } = breaks.first;
    const more = breaks.count > 1 ? ` (${count(breaks.count - 1, 'more break')} after it)` : '';
    return tell(`Broken at ${where}: ${what}${more}.`, { breaks: breaks.all, count: breaks.count }, 1);
  } catch (error) {
    return tell(`Could not read: ${shown(String(error.cause?.message ?? error.message))}`, {}, 2);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await main(process.argv.slice(2));
}
