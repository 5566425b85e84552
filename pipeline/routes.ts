// Which ways out there are: those of the configuration and two that follow from it (mail when a server and an address
// are set, the log always). Must never hold secrets longer than the configuration does.

import type { Config } from '../config/schema.ts';
import type { Route } from '../core/alerting.ts';
import type { SeverityLevel } from '../core/types.ts';

/** All routes, implied ones first; one of the configuration with the same id replaces the implied one. */
export function routesOf(config: Config): Route[] {
  const routes = new Map<string, Route>();
  const mail = { ...config.mail, timeZone: config.timeZone };
  routes.set('log', { id: 'log', notifierId: 'log', minSeverity: 4, settings: {} });
  if (config.mail.host && config.mail.to.length > 0)
    routes.set('mail', { id: 'mail', notifierId: 'mail', minSeverity: 3, settings: mail });
  for (const route of config.routes) {
    const isMail = route.notifier === 'mail';
    routes.set(route.id, {
      id: route.id,
      notifierId: route.notifier,
      minSeverity: route.minSeverity as SeverityLevel,
      settings: isMail ? { ...mail, ...route.settings } : route.settings,
    });
  }
  return [...routes.values()];
}
