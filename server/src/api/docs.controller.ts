import { Header } from '@nestjs/common';
import { DOCS_PAGE } from './docs.assets.js';
import { Api, Bind } from './http/bind.js';
import { pagePolicy } from './http/security-headers.js';
import { OpenApi } from './openapi/open-api.js';

/** The API's documentation, for people and for machines. */
@Api()
export class DocsController {
  constructor(private readonly openApi: OpenApi) {}

  @Bind('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', pagePolicy(DOCS_PAGE))
  page(): string {
    return DOCS_PAGE;
  }

  @Bind('docs.json')
  document(): Promise<object> {
    return this.openApi.document();
  }
}
