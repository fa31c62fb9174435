import { Module } from '@nestjs/common';
import { HomePages } from './home.pages.js';

/** The first page, and the way into a language. */
@Module({ controllers: [HomePages] })
export class HomeModule {}
