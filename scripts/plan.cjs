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
  programmes: [...ground, 'identity', 'approvals'],
  payments: [...ground, 'identity', 'ledger', 'rates', 'approvals'],
  banking: [...ground, 'identity', 'ledger', 'rates', 'approvals', 'payments'],
  neighbours: [...ground, 'identity', 'hometowns', 'approvals'],
  projects: [...ground, 'identity', 'hometowns', 'programmes', 'rates', 'approvals'],
  needs: [...ground, 'identity', 'hometowns', 'neighbours', 'projects', 'approvals'],
  budgeting: [...ground, 'identity', 'hometowns', 'neighbours', 'projects', 'needs', 'approvals'],
  voting: [...ground, 'identity', 'hometowns', 'projects'],
  assemblies: [...ground, 'identity', 'hometowns', 'projects', 'voting'],
  voice: [...ground, 'identity', 'hometowns', 'projects'],
  pledges: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'banking', 'projects', 'approvals'],
  funds: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'projects', 'pledges', 'approvals'],
  matching: [...ground, 'identity', 'approvals', 'hometowns', 'ledger', 'rates', 'banking', 'projects', 'pledges'],
  cofunding: [
    ...ground,
    'identity',
    'ledger',
    'hometowns',
    'programmes',
    'projects',
    'pledges',
    'matching',
    'approvals',
  ],
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
    'matching',
    'approvals',
  ],
  corrections: [
    ...ground,
    'identity',
    'ledger',
    'approvals',
    'banking',
    'pledges',
    'cash',
    'messages',
    'matching',
    'delivery',
  ],
};
const all = Object.keys(mayImport);
Object.assign(mayImport, { audit: all, books: [...all, 'audit'], notices: [...all, 'audit', 'books'] });
mayImport.house = [...all, 'audit', 'books', 'notices'];

module.exports = { mayImport };
