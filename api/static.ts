// Serves the built dashboard: hashed files for a year, index.html for every page address, never cached.
// A missing file of /assets is 404: a page must not get HTML where it asked for a script.

import { join } from 'node:path';
import express, { type Express } from 'express';

/** `dir` is dashboard/dist. Everything that is GET and not under /api or /hooks. */
export function mountDashboard(app: Express, dir: string): void {
  app.use(
    '/assets',
    express.static(join(dir, 'assets'), { index: false, fallthrough: true, immutable: true, maxAge: '365d' }),
  );
  app.use(express.static(dir, { index: false, maxAge: '1h' }));
  app.get(/^\/(?!api\/|hooks\/|assets\/)/, (_request, response, next) => {
    response.set('cache-control', 'no-cache');
    response.sendFile(join(dir, 'index.html'), (error) => {
      if (error) next();
    });
  });
}
