import { Module } from '@nestjs/common';
import { AddressesService } from './addresses.service.js';
import { UsersService } from './users.service.js';

/** Who the shop's users are, and where their things go. */
@Module({
  providers: [UsersService, AddressesService],
  exports: [UsersService, AddressesService],
})
export class IdentityModule {}
