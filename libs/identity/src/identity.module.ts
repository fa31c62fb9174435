import { Module } from '@nestjs/common';
import { IdentityHandlers } from './identity.handlers.js';
import { PersonsService } from './persons.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { StaffService } from './staff.service.js';

const door = [PersonsService, SessionsService, SignInService, StaffService];

/** Persons, sign-in by letter, sessions, the operator's staff. */
@Module({ providers: [...door, IdentityHandlers], exports: door })
export class IdentityModule {}
