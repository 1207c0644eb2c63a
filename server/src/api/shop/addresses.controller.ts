import { Body } from '@nestjs/common';
import { AddressBody, AddressPatchBody } from '@tuanlink/shared/dto';
import { AddressesService } from '../../domains/identity/addresses.service.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Me, Subject } from '../http/params.js';
import { AddressSubject } from '../subjects.js';

/** Where the user wants things sent. */
@Api()
export class AddressesController {
  constructor(private readonly addresses: AddressesService) {}

  @Bind('shop.addresses')
  list(@Me() userId: string) {
    return this.addresses.list(userId);
  }

  @Bind('shop.address.create')
  create(@Me() userId: string, @Body() body: AddressBody) {
    return this.addresses.create(userId, body);
  }

  @Bind('shop.address.patch')
  @Subject(AddressSubject)
  patch(@Me() userId: string, @Id() id: string, @Body() body: AddressPatchBody) {
    return this.addresses.patch(userId, id, body);
  }

  @Bind('shop.address.delete')
  remove(@Me() userId: string, @Id() id: string) {
    return this.addresses.remove(userId, id);
  }
}
