import type { GiftPlan } from '../world/giving.js';
import type { CallPlan } from '../world/sponsor.js';
import type { Works } from '../world/works-plan.js';

type Row = readonly [
  name: string,
  amount: string,
  currency: GiftPlan['currency'],
  country: string,
  rest?: Partial<GiftPlan>,
];

/** A class that finished school together: Tamara pays. */
const CLASS: GiftPlan['pool'] = {
  name: 'Clasa a IX-a, promoția 1998',
  members: [
    ...['Tamara Cebotari', 'Ion Plămădeală', 'Aurica Dodon', 'Viorel Cazacu'].map((name) => ({ name, public: true })),
    ...['Rodica Spînu', 'Grigore Ababii'].map((name) => ({ name })),
    ...[{}, {}],
  ],
};

/** Gifts of invented people; Maria is the demonstration's donor. */
const GIFTS = {
  roof: [
    [
      'Maria Ciobanu',
      '60',
      'EUR',
      'IT',
      {
        email: 'maria@demo.plai.example',
        publicName: 'Maria C., Padova',
        dedication: { kind: 'memory', text: 'Pentru bunica, care a fost educatoare' },
      },
    ],
    ['Ion Țurcan', '250', 'EUR', 'DE', { publicName: 'Familia Țurcan, Frankfurt', coverFee: true }],
    ['Svetlana Moraru', '300', 'USD', 'US'],
    ['Dumitru Rusu', '150', 'GBP', 'GB', { publicName: 'Dumitru R.' }],
    ['Ana Sandu', '400', 'EUR', 'IT', { lang: 'en' }],
    ['Nicolae Balan', '2000', 'MDL', 'MD', { publicName: 'Nicolae Balan, din sat' }],
    ['Irina Cojocaru', '320', 'EUR', 'FR', { shortfall: 'smaller' }],
    ['Vadim Lungu', '180', 'EUR', 'PT', { shortfall: 'next', lang: 'ru' }],
    ['Tatiana Grosu', '100', 'EUR', 'IT'],
    ['Andrei Ursu', '400', 'EUR', 'IT', { dedication: { kind: 'wish', text: 'Să crească mari și sănătoși' } }],
  ],
  water: [
    ['Maria Ciobanu', '40', 'EUR', 'IT', { email: 'maria@demo.plai.example' }],
    ['Gheorghe Rotaru', '500', 'EUR', 'IT', { publicName: 'Gheorghe R., Bologna' }],
    ['Elena Botnaru', '200', 'EUR', 'ES'],
    ['Sergiu Vrabie', '250', 'USD', 'US', { publicName: 'Sergiu, Sacramento' }],
    ['Natalia Cebotari', '300', 'EUR', 'IE'],
    ['Petru Sîrbu', '6500', 'MDL', 'MD'],
  ],
  tractor: [
    ['Vasile Ceban', '700', 'EUR', 'IT', { publicName: 'Familia Ceban, Verona' }],
    ['Aliona Rusu', '600', 'EUR', 'DE'],
    ['Mihai Gorea', '500', 'EUR', 'FR', { publicName: 'Mihai G.' }],
    ['Larisa Munteanu', '500', 'EUR', 'IE'],
    ['Ivan Cazacu', '400', 'EUR', 'PT', { shortfall: 'next', lang: 'ru' }],
    ['Valentina Ceban', '8000', 'MDL', 'MD', { publicName: 'Valentina Ceban, din sat' }],
    ['Grigore Lupu', '300', 'EUR', 'GB', { shortfall: 'return' }],
  ],
  library: [
    ['Maria Ciobanu', '30', 'EUR', 'IT', { email: 'maria@demo.plai.example' }],
    ['Olga Rotari', '100', 'EUR', 'GB'],
    ['Mihai Popa', '500', 'MDL', 'MD'],
  ],
  light: [
    [
      'Maria Ciobanu',
      '50',
      'EUR',
      'IT',
      {
        email: 'maria@demo.plai.example',
        publicName: 'Maria C., Padova',
        dedication: { kind: 'honour', text: 'Pentru mama, să nu mai umble pe întuneric' },
      },
    ],
    ['Vasile Guțu', '300', 'EUR', 'DE', { publicName: 'Vasile G., München' }],
    ['Ludmila Stratan', '200', 'EUR', 'IT'],
    ['Iurie Ceban', '400', 'USD', 'US', { publicName: 'Iurie, Seattle' }],
    ['Galina Munteanu', '150', 'GBP', 'GB', { lang: 'en' }],
    ['Roman Platon', '200', 'ILS', 'IL', { publicName: 'Roman, Haifa', lang: 'ru' }],
    ['Doina Vieru', '1000', 'RON', 'RO', { publicName: 'Doina V., Iași' }],
    ['Alexei Rusu', '120', 'EUR', 'IT', { lang: 'ru' }],
    ['Constantin Negru', '250', 'EUR', 'FR', { publicName: 'Constantin, Lyon' }],
    [
      'Valentina Țapu',
      '1150',
      'MDL',
      'MD',
      { publicName: 'Valentina Țapu, din sat', line: { name: 'Corpuri de iluminat LED', units: 1 } },
    ],
    ['Stela Ionaș', '350', 'EUR', 'IT', { dedication: { kind: 'memory', text: 'Vasile Ionaș, electrician' } }],
  ],
  park: [
    ['Maria Ciobanu', '25', 'EUR', 'IT', { email: 'maria@demo.plai.example' }],
    ['Gheorghe Rotaru', '300', 'EUR', 'IT', { publicName: 'Gheorghe R., Bologna' }],
    ['Lilia Sîrbu', '100', 'EUR', 'IT', { dedication: { kind: 'memory', text: 'O bancă pentru moș Toader' } }],
    ['Oleg Vrabie', '150', 'CAD', 'CA', { publicName: 'Oleg, Montréal', lang: 'en' }],
    ['Tamara Cebotari', '200', 'EUR', 'DE', { lang: 'ru', pool: CLASS }],
    ['Anatol Botnaru', '800', 'MDL', 'MD', { publicName: 'Anatol Botnaru, din sat' }],
  ],
  windows: [
    ['Maria Ciobanu', '20', 'EUR', 'IT', { email: 'maria@demo.plai.example' }],
    ['Olga Rotari', '250', 'GBP', 'GB', { publicName: 'Olga R.' }],
    ['Mihai Popa', '1000', 'MDL', 'MD'],
    ['Silvia Ursu', '300', 'EUR', 'FR', { publicName: 'Silvia și copiii, Paris' }],
    ['Eugen Țurcanu', '150', 'EUR', 'IE', { shortfall: 'smaller' }],
  ],
} as const satisfies Readonly<Record<string, readonly Row[]>>;

/** A campaign of the demonstration that is given to. */
export type Campaign = keyof typeof GIFTS;

/** Somebody whose card is of no use here sends lei through his bank. */
export const BY_TRANSFER: GiftPlan = {
  ...{ name: 'Valeriu Munteanu', email: 'valeriu@demo.plai.example', publicName: 'Valeriu M., Tver', lang: 'ru' },
  ...{ amount: '3000', currency: 'MDL', country: 'RU', by: 'transfer' },
};

/** Who gives to the fund of Mihăileni every month. */
export const MONTHLY = { name: 'Doina Cojocaru', email: 'doina@demo.plai.example', publicName: 'Doina C., Bologna', amount: '15', currency: 'EUR', lang: 'ro' } as const; // prettier-ignore

/** What came to the fund of Mihăileni, and what of it went to the street light. */
export const FOR_LIGHT = {
  gift: {
    name: 'Andrei Lupu',
    email: 'andrei@demo.plai.example',
    publicName: 'Andrei L.',
    amount: '60',
    currency: 'EUR',
  },
  lei: '800.00',
  reason: 'Doi stâlpi la capătul străzii, lângă grădiniță.',
} as const;

/** A firm of people who left Mihăileni doubles what is given to its street light; the sums are made up. */
export function sponsorOf(day: (days: number) => string): CallPlan {
  return {
    ...{ sponsor: 'Nucul de Aur SRL, Padova', num: '1', den: '1', perDonor: '1000', perProject: '40000' },
    ...{ places: ['mihaileni-riscani'], closesOn: day(90), pays: '40000.00' },
  };
}

/** A bakery added a leu to every two for the roof, and has ended since; the sums are made up. */
export function bakeryOf(day: (days: number) => string): CallPlan {
  return {
    ...{ sponsor: 'Brutăria Spicul (exemplu)', num: '1', den: '2', perDonor: '1000', perProject: '5000' },
    ...{ places: ['mihaileni-riscani'], closesOn: day(60), pays: '6000.00' },
  };
}

/** The gifts of one campaign of the demonstration. */
export function giftsFor(works: Works, campaign: Campaign): (readonly [Works, GiftPlan])[] {
  return (GIFTS[campaign] as readonly Row[]).map(([name, amount, currency, country, rest = {}], index) => {
    const email = `donator-${campaign}-${index + 1}@demo.plai.example`;
    return [works, { name, amount, currency, country, email, ...rest }] as const;
  });
}
