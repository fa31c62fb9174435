/** The house plan of ARCHITECTURE.md section 1: which lib may import which. A lib not named here may import nothing. */
const ground = ['kernel', 'platform'];

const mayImport = {
  kernel: [],
  platform: ['kernel'],
  ledger: ground,
  identity: ground,
  rates: ground,
  approvals: [...ground, 'identity'],
  hometowns: [...ground, 'identity', 'approvals'],
  payments: [...ground, 'identity', 'ledger', 'rates', 'approvals'],
  projects: [...ground, 'identity', 'hometowns', 'rates', 'approvals'],
  voting: [...ground, 'identity', 'hometowns', 'projects'],
  matching: [...ground, 'ledger', 'projects'],
  voice: [...ground, 'identity', 'hometowns', 'projects'],
  pledges: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'projects', 'approvals', 'matching'],
  cofunding: [...ground, 'identity', 'ledger', 'hometowns', 'projects', 'pledges', 'matching', 'approvals'],
  delivery: [
    ...ground,
    'identity',
    'hometowns',
    'ledger',
    'payments',
    'projects',
    'voting',
    'matching',
    'pledges',
    'cofunding',
    'approvals',
  ],
};
const all = Object.keys(mayImport);
const upper = (...more) => [...all, ...more];
Object.assign(mayImport, { audit: all, books: all, opendata: all, notices: all });
mayImport.house = upper('audit', 'books', 'opendata', 'notices');

module.exports = { mayImport };
