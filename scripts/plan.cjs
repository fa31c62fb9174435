/** The house plan of ARCHITECTURE.md section 1: which lib may import which; one that is not named here, none. */
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
  banking: [...ground, 'identity', 'ledger', 'rates', 'approvals', 'payments'],
  projects: [...ground, 'identity', 'hometowns', 'rates', 'approvals'],
  voting: [...ground, 'identity', 'hometowns', 'projects'],
  voice: [...ground, 'identity', 'hometowns', 'projects'],
  pledges: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'banking', 'projects', 'approvals'],
  funds: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'projects', 'pledges', 'approvals'],
  cofunding: [...ground, 'identity', 'ledger', 'hometowns', 'projects', 'pledges', 'approvals'],
  cash: [...ground, 'identity', 'approvals', 'hometowns', 'ledger', 'payments', 'banking', 'projects', 'pledges'],
  messages: [...ground, 'identity', 'approvals', 'ledger', 'payments', 'banking', 'projects', 'pledges'],
  delivery: [
    ...ground,
    'identity',
    'hometowns',
    'ledger',
    'payments',
    'banking',
    'projects',
    'voting',
    'pledges',
    'cofunding',
    'approvals',
  ],
  corrections: [...ground, 'identity', 'ledger', 'approvals', 'banking', 'pledges', 'cash', 'messages', 'delivery'],
};
const all = Object.keys(mayImport);
Object.assign(mayImport, { audit: all, books: [...all, 'audit'], notices: [...all, 'audit', 'books'] });
mayImport.house = [...all, 'audit', 'books', 'notices'];

module.exports = { mayImport };
