export { DEMO_PEOPLE, type DemoPerson } from './demo-people.js';
export { normaliseEmail } from './email.js';
export { IdentityModule } from './identity.module.js';
export { type Gender, type PersonCard, PersonsService } from './persons.service.js';
export { type OpenSession, SessionsService, type SignedIn } from './sessions.service.js';
export { type AskSignIn, type Entrance, type SignInLetter, SignInService } from './sign-in.service.js';
export { StaffService } from './staff.service.js';
