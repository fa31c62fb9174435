import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import type { Person, TownCast } from '../world/town.js';

/** The villages of the demonstration. */
export const VILLAGES = ['mihaileni', 'salcia', 'hirtop', 'izvoare', 'boscana', 'hrusova'] as const;
/** One of them. */
export type Village = (typeof VILLAGES)[number];

/** Six towns; their people and sums are invented. Addresses end in .example: no letter reaches anybody. */
export const TOWNS: Readonly<Record<Village, TownCast>> = {
  mihaileni: {
    ...town('7121000', 'Mihăileni', 'mihaileni.plai.example', 'MD24AG000225100013104168'),
    mayor: one('mayor'),
    accountant: one('accountant'),
    president: one('president'),
    inspector: one('inspector'),
    members: [
      one('member'),
      ...people('mihaileni.plai.example', ['Olga Balan', 'Petru Sandu', 'Galina Moraru', 'Victor Russu']),
    ],
  },
  salcia: cast(town('8327000', 'Salcia', 'salcia.plai.example', 'MD10AG398259791907483378')),
  hirtop: cast(town('2918000', 'Hîrtop', 'hirtop.plai.example', 'MD04ML876232860129040479')),
  izvoare: cast(town('4323000', 'Izvoare', 'izvoare.plai.example', 'MD81VI666972510273464686')),
  boscana: cast(town('3112000', 'Boșcana', 'boscana.plai.example', 'MD20AG000225100013988201')),
  hrusova: cast(town('3121000', 'Hrușova', 'hrusova.plai.example', 'MD87AG000225100014027735')),
};

/** A town hall that has asked to be let in, and waits for the operator. */
export const APPLICANT = {
  placeCode: '1722000',
  placeName: 'Colibași',
  domain: 'colibasi.plai.example',
  mayor: { name: 'Angela Cazacu', email: 'primara@colibasi.plai.example' },
};

type Place = Pick<TownCast, 'placeCode' | 'placeName' | 'domain' | 'iban'>;

function town(placeCode: string, placeName: string, domain: string, iban: string): Place {
  return { placeCode, placeName, domain, iban };
}

/** The people of a town without named ones. */
export function cast(place: Place): TownCast {
  const [mayor, accountant, president, inspector, ...members] = people(place.domain, [
    'Tudor Rotaru', 'Lidia Grosu', 'Mihail Ursu', 'Vera Țurcan', 'Pavel Botnaru', 'Nina Cebotari', 'Oleg Sîrbu', 'Zina Vrabie',
  ]); // prettier-ignore
  return { ...place, mayor: mayor!, accountant: accountant!, president: president!, inspector: inspector!, members };
}

function people(domain: string, names: readonly string[]): Person[] {
  return names.map((name, index) => ({ name, email: `om${index + 1}@${domain}` }));
}

function one(part: string): Person {
  return DEMO_PEOPLE.find((person) => person.part === part)!;
}
