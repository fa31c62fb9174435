/** One of the demonstration's people: invented, and open to everybody who looks at a demonstration. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  /** What the person is there; words under `account.demo.<part>`. */
  readonly part:
    'donor' | 'mayor' | 'accountant' | 'president' | 'inspector' | 'member' | 'operator' | 'second-operator';
  /** Where the person's day begins, without language. */
  readonly home: string;
}

/** The cast of the demonstration. Addresses end in .example, so that no letter can ever reach a real person. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: 'maria@demo.plai.example', name: 'Maria Ciobanu', part: 'donor', home: '/account' },
  { email: 'primara@mihaileni.plai.example', name: 'Elena Rusu', part: 'mayor', home: '/town-hall' },
  { email: 'contabil@mihaileni.plai.example', name: 'Ion Guțu', part: 'accountant', home: '/town-hall' },
  { email: 'presedinte@mihaileni.plai.example', name: 'Vasile Munteanu', part: 'president', home: '/association' },
  { email: 'verificatoare@mihaileni.plai.example', name: 'Ana Lungu', part: 'inspector', home: '/association' },
  { email: 'membru@mihaileni.plai.example', name: 'Sergiu Cojocaru', part: 'member', home: '/association' },
  { email: 'operator@demo.plai.example', name: 'Natalia Popa', part: 'operator', home: '/operator' },
  { email: 'operator2@demo.plai.example', name: 'Andrei Ceban', part: 'second-operator', home: '/operator' },
];
