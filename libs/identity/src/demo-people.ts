import type { Gender } from './persons.service.js';

/** One of the demonstration's people: invented, and open to everybody who looks at a demonstration. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly gender: Gender;
  /** What the person is there; words under `account.demo.<part>`. */
  readonly part:
    'donor' | 'mayor' | 'accountant' | 'president' | 'inspector' | 'member' | 'operator' | 'second-operator';
  /** Where the person's day begins, without language. */
  readonly home: string;
}

/** The cast of the demonstration. Addresses end in .example, so that no letter can ever reach a real person. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: 'maria@demo.plai.example', name: 'Maria Ciobanu', gender: 'f', part: 'donor', home: '/account' },
  { email: 'primara@mihaileni.plai.example', name: 'Elena Rusu', gender: 'f', part: 'mayor', home: '/town-hall' },
  { email: 'contabil@mihaileni.plai.example', name: 'Ion Guțu', gender: 'm', part: 'accountant', home: '/town-hall' },
  { email: 'presedinte@mihaileni.plai.example', name: 'Vasile Munteanu', gender: 'm', part: 'president', home: '/association' },
  { email: 'verificatoare@mihaileni.plai.example', name: 'Ana Lungu', gender: 'f', part: 'inspector', home: '/association' },
  { email: 'membru@mihaileni.plai.example', name: 'Sergiu Cojocaru', gender: 'm', part: 'member', home: '/association' },
  { email: 'operator@demo.plai.example', name: 'Natalia Popa', gender: 'f', part: 'operator', home: '/operator' },
  { email: 'operator2@demo.plai.example', name: 'Andrei Ceban', gender: 'm', part: 'second-operator', home: '/operator' },
]; // prettier-ignore
