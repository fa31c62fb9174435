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
  payments: [...ground, 'ledger'],
  banking: [...ground, 'identity', 'ledger', 'rates', 'approvals', 'payments'],
  neighbours: [...ground, 'identity', 'hometowns', 'approvals'],
  projects: [...ground, 'identity', 'hometowns', 'programmes', 'rates', 'approvals'],
  needs: [...ground, 'identity', 'hometowns', 'neighbours', 'approvals'],
  budgeting: [...ground, 'identity', 'hometowns', 'neighbours', 'projects', 'needs', 'approvals'],
  voting: [...ground, 'hometowns', 'projects', 'approvals'],
  assemblies: [...ground, 'hometowns', 'voting'],
  voice: [...ground, 'identity', 'hometowns', 'projects'],
  pledges: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'banking', 'projects', 'approvals'],
  funds: [...ground, 'identity', 'hometowns', 'ledger', 'rates', 'payments', 'projects', 'pledges', 'approvals'],
  matching: [...ground, 'identity', 'approvals', 'hometowns', 'ledger', 'rates', 'banking', 'projects', 'pledges'],
  cofunding: [...ground, 'ledger', 'hometowns', 'programmes', 'projects', 'pledges'],
  cash: [...ground, 'identity', 'approvals', 'hometowns', 'ledger', 'banking', 'projects', 'pledges'],
  messages: [...ground, 'identity', 'approvals', 'ledger', 'banking', 'projects', 'pledges'],
  delivery: [...ground, 'identity', 'hometowns', 'ledger', 'banking', 'projects', 'voting', 'pledges', 'approvals'],
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
  dissolutions: [
    ...ground,
    'identity',
    'approvals',
    'hometowns',
    'projects',
    'voting',
    'assemblies',
    'cash',
    'delivery',
  ],
};
const all = Object.keys(mayImport);
Object.assign(mayImport, { audit: all, books: [...all, 'audit'], notices: [...all, 'audit', 'books'] });
mayImport.house = [...all, 'audit', 'books', 'notices'];

module.exports = { mayImport };
