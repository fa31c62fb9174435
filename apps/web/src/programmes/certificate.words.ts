import type { Certificate, Contribution } from '#libs/cofunding/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { type Edition, floorBpOf } from '#libs/programmes/src/index.js';
import type { Reading } from '../edge/reading.js';
import { countryName } from '../layout/countries.js';

/** A certificate with the edition that its project had entered. */
export interface CertificateFacts {
  readonly certificate: Certificate;
  readonly edition: Edition | null;
}

/** What people gave, in rows: the sum, its share of the whole, how many gave, from where. */
export function contributionRows(
  { say, money, percent, lang }: Reading,
  { people, donors, pooled, countries }: Contribution,
  total: Money,
): (readonly [string, string])[] {
  const share = percent(String(Number((people.minor * 10_000n) / total.minor) / 100));
  const groups = countries.map(({ country, donors: n }) => `${countryName(lang, country)} (${n})`).join(', ');
  return [
    [say('certificate.people'), say('certificate.sum', { sum: money(people), share })],
    [say('certificate.donors'), [say('unit.donors', { n: donors }), ...(pooled > 0 ? [say('certificate.pooled', { n: pooled })] : [])].join(', ')],
    [say('certificate.countries'), groups || say('certificate.no-countries')],
  ];
} // prettier-ignore

/** How the certified sum stands against the programme's floor; null where the programme sets none. */
export function floorRow(
  { say, text, percent }: Reading,
  { certificate: { people, total }, edition }: CertificateFacts,
): readonly [string, string] | null {
  const bp = edition && floorBpOf(edition);
  if (!edition || !bp) return null;
  const floor = Money.lei((total.minor * BigInt(bp) + 9999n) / 10_000n);
  const missing = people.compare(floor) < 0 ? floor.minus(people) : null;
  const asks = say('certificate.asks', { share: percent(String(bp / 100)), floor });
  return [
    say('certificate.programme', { title: text(edition.title).text }),
    `${asks} ${missing ? say('certificate.missing', { missing }) : say('certificate.reached')}`,
  ];
}
