/** Who else of Mihăileni comes to vote; every third lives elsewhere. Invented. */
export const MORE_VOTERS = [
  'Ecaterina Muntean', 'Sergiu Bivol', 'Larisa Guțu', 'Nicolae Cebanu', 'Zinaida Popa', 'Ion Ciorici', 'Maria Lungu', 'Andrei Dabija',
  'Parascovia Rusnac', 'Vasile Melnic', 'Elena Crețu', 'Gheorghe Stratan', 'Ana Bordian', 'Oleg Frunză', 'Tatiana Gaina', 'Constantin Baltag',
  'Natalia Odainic', 'Simion Vieru', 'Liuba Chetrari', 'Roman Pascaru', 'Silvia Donici',
] as const; // prettier-ignore

/** A fourth option beside those of the board. */
export const BRIDGE = { of: 'bridge', title: 'Podeț nou peste pârâu', description: 'Grinzi de metal, podea de scândură, balustradă pe ambele părți.', cost: '54000.00', source: 'Deviz al primăriei, octombrie 2026' }; // prettier-ignore

/** What is voted on: lei, and days. */
export const FINISHED = { title: 'Ce facem cu banii de dezvoltare din 2027', budget: '170000.00', days: 7, identity: 'email' } as const; // prettier-ignore

/** How many tick what; the codes are the options in the order in which they were priced: stop, well, play, bridge. */
export const BALLOTS: readonly (readonly [many: number, ticked: readonly string[]])[] = [
  [9, ['03']],
  [8, ['01']],
  [4, ['01', '03']],
  [7, ['02']],
  [7, ['04']],
  [1, []],
];

/** Who has neither phone nor internet, and what they tick on paper. */
export const PAPERS = [
  { name: 'Agafia Morari', roll: 'resident', part: 'Vale', ticked: ['01', '03'] },
  { name: 'Haralambie Ciobanu', roll: 'resident', part: 'Centru', ticked: ['03'] },
  { name: 'Domnica Rotari', roll: 'resident', part: 'Vale', ticked: ['02'] },
  { name: 'Isidor Cernei', roll: 'resident', part: 'Pădureni', ticked: ['01'] },
  { name: 'Eudochia Plămădeală', roll: 'resident', ticked: ['04'] },
  { name: 'Feodosia Lupașcu', roll: 'resident', part: 'Centru', ticked: ['03'] },
] as const;

/** Of another town, still open: what its people wrote, and what it would cost. */
export const SALCIA = {
  vote: { title: 'Ce facem întâi în Salcia', budget: '90000.00', days: 21, identity: 'email' },
  people: ['Dochița Marian', 'Ilie Gonța', 'Vera Scutaru', 'Petru Arnaut', 'Nadejda Fală', 'Trofim Balan', 'Olesea Rață'],
  needs: [
    { title: 'Trotuar până la școală', why: 'Copiii merg pe marginea drumului, printre mașini.', cost: '61000.00', description: 'Două sute de metri de pavaj, cu bordură.', part: 'Centru' },
    { title: 'Coșuri de gunoi pe uliți', why: 'Vântul duce hârtiile din capăt în capăt.', cost: '18500.00', description: 'Patruzeci de coșuri de metal, montate.' },
    { title: 'Scenă în parc', why: 'De hram dansăm pe asfalt, iar muzicanții stau în ploaie.', cost: '74000.00', description: 'Platformă de lemn cu acoperiș, opt metri pe șase.', part: 'Parc' },
  ],
  ballots: [['01'], ['01', '02'], ['03'], ['02', '03'], ['01', '02']],
  paper: { name: 'Efimia Bîtca', roll: 'resident', part: 'Centru', ticked: ['01'] },
} as const; // prettier-ignore
