import { type CivilDate, endOfDay, lastDayOf, type Money, type PersonId } from '#libs/kernel/src/index.js';
import {
  formatDate,
  formatDateShort,
  formatMoment,
  formatMomentShort,
  formatMoney,
  formatMoneyRound,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  isLang,
  type Lang,
  langOf,
  LANGS,
  type Multilingual,
  type Say,
  sayIn,
  textIn,
} from '#libs/platform/src/index.js';
import { readable } from './readable.js';
import { EdgeRefusal } from './refusals.js';
import type { Viewer } from './viewer.js';

/** What a request says about its reader, before anything is looked up. */
export interface ReadingFacts {
  readonly lang: Lang;
  /** Path and query as asked for: "/ro/projects?q=apa". */
  readonly url: string;
  readonly viewer: Viewer | null;
  readonly requestId: string;
  readonly demo: boolean;
  readonly publicUrl: string;
}

/** One reader of one request: the language to speak, who it is, and how numbers and dates are written for him. */
export class Reading {
  readonly lang: Lang;
  readonly say: Say;
  readonly viewer: Viewer | null;
  /** The path without language and query: "/projects". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly url: string;
  readonly requestId: string;
  readonly demo: boolean;
  readonly publicUrl: string;

  constructor(facts: ReadingFacts) {
    const { pathname, searchParams } = addressOf(facts.url);
    this.lang = facts.lang;
    this.say = sayIn(facts.lang);
    this.viewer = facts.viewer;
    this.url = facts.url;
    this.query = new URLSearchParams([...searchParams].map(([name, value]) => [readable(name), readable(value)]));
    this.requestId = facts.requestId;
    this.demo = facts.demo;
    this.publicUrl = facts.publicUrl;
    // A link to "//somebody" would lead to another site.
    this.path = isLang(pathname.split('/')[1]) ? pathname.slice(3) || '/' : pathname.replace(/^\/+/, '/');
  }

  /** Who is doing this. Throws `sign-in-needed`: a page then leads to the sign-in and back, the API answers 401. */
  person(): PersonId {
    if (!this.viewer) throw new EdgeRefusal(401, 'sign-in-needed', 'Sign in first.');
    return this.viewer.personId;
  }

  /** An address in the reader's language: href('/projects') is "/ro/projects". */
  readonly href = (path: string): string => (path === '/' ? `/${this.lang}` : `/${this.lang}${path}`);

  /** This page in another language, with its query. */
  inLang(lang: Lang): string {
    const localised = isLang(this.url.split(/[/?]/)[1]);
    const query = new URLSearchParams(this.query);
    query.delete('lang');
    if (!localised) query.set('lang', lang);
    const tail = query.size > 0 ? `?${query.toString()}` : '';
    return (localised ? `/${lang}${this.path === '/' ? '' : this.path}` : this.path) + tail;
  }

  /** A path as an address that can be sent to somebody. */
  readonly absolute = (path: string): string => this.publicUrl + path;

  readonly money = (sum: Money): string => formatMoney(this.lang, sum);
  readonly moneyRound = (sum: Money): string => formatMoneyRound(this.lang, sum);
  readonly moneyShort = (sum: Money): string => formatMoneyShort(this.lang, sum);
  readonly number = (value: number | bigint | string): string => formatNumber(this.lang, value);
  readonly percent = (value: number | string): string => formatPercent(this.lang, value);
  readonly date = (at: Date | CivilDate): string => formatDate(this.lang, at);
  readonly dateShort = (at: Date | CivilDate): string => formatDateShort(this.lang, at);
  readonly moment = (at: Date): string => formatMoment(this.lang, at);
  /** A deadline as people read it: its last day where it is the end of one, else its moment. */
  readonly until = (at: Date): string => {
    const day = lastDayOf(at);
    return endOfDay(day).getTime() === at.getTime()
      ? this.say('time.until-day', { date: formatDate(this.lang, day) })
      : formatMoment(this.lang, at);
  };
  readonly momentShort = (at: Date): string => formatMomentShort(this.lang, at);
  readonly text = (text: Multilingual): { text: string; lang: Lang } => textIn(this.lang, text);
}

/** A request's path and query read; "//" begins a path like any other, not somebody's host. */
export function addressOf(url: string): URL {
  return new URL(`http://plai.invalid${url}`);
}

/** The language of a request: of its path, then of `?lang=`, of the remembered choice, of the browser. */
export function langOfRequest(url: string, remembered: string | undefined, accept: string | undefined): Lang {
  const { pathname, searchParams } = addressOf(url);
  const wanted = [pathname.split('/')[1], searchParams.get('lang'), pathname.startsWith('/api/') ? null : remembered];
  return LANGS.find((lang) => lang === wanted.find(isLang)) ?? langOf(accept);
}
