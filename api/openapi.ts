// openapi.json, made from the routes themselves: what is checked is what is described.
// Routes that do not speak JSON both ways (the live line, the files of evidence, the webhooks) are described by hand.

import { z } from 'zod';
import type { Route } from './route.ts';
import { hookAnswer, problem } from './schema-access.ts';
import { exportQuery } from './schema-evidence.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the routes; an object that can be sent as it is. */
export function buildOpenapi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'itibar', version, description: 'Times are epoch milliseconds UTC. Errors are RFC 9457 problems.' },
    paths: { ...paths, ...HAND_WRITTEN },
    components: {
      schemas: componentsOf(),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'itibar_session' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token: itb_…' },
      },
    },
  };
}

function operationOf(route: Route, path: string): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const parameters = [...inPath, ...(route.query ? queryParameters(route.query) : [])];
  return {
    summary: route.summary,
    'x-role': route.access,
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: json(route.body, 'input') } } : {}),
    responses: {
      [route.status ?? 200]: { description: 'Done', content: json(route.answer, 'output') },
      default: PROBLEM,
    },
  };
}

function queryParameters(schema: z.ZodType): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: field,
  }));
}

function json(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

/** A reference where the schema has an id; else the schema with references inside. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (id) return { $ref: `#/components/schemas/${id}` };
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  const { $schema: _schema, $defs: _defs, ...rest } = made;
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/')) as Json;
}

/** Everything with an id. What is taken may leave out what has a default. */
function componentsOf(): Json {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const taken = z.toJSONSchema(z.globalRegistry, { uri, io: 'input' }).schemas as Record<string, Json>;
  const given = z.toJSONSchema(z.globalRegistry, { uri, io: 'output' }).schemas as Record<string, Json>;
  const names = Object.keys(given).filter((name) => name !== '__shared');
  return Object.fromEntries(
    names.map((name) => {
      const isTaken = /(?:Body|Patch|Action)$/.test(name);
      const { $schema: _schema, $id: _id, id: _name, ...rest } = (isTaken ? taken : given)[name] ?? {};
      return [name, rest];
    }),
  );
}

const PROBLEM: Json = {
  description: 'What is wrong and what to do',
  content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
};

/** An answer in bytes, for members and up. */
function bytesOf(summary: string, mime: string, parameters: Json[]): Json {
  return {
    get: {
      ...{ summary, 'x-role': 'member', security: [{ session: [] }, { token: [] }], parameters },
      responses: {
        200: { description: 'The bytes', content: { [mime]: { schema: { type: 'string', format: 'binary' } } } },
        default: PROBLEM,
      },
    },
  };
}

const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const HAND_WRITTEN: Record<string, Json> = {
  '/api/evidence/export': bytesOf(
    'Evidence packs as a ZIP; X-Manifest-Sha256 is the hash of its manifest',
    'application/zip',
    queryParameters(exportQuery),
  ),
  '/api/evidence/{id}/files/{name}': bytesOf('One file of a pack', 'application/octet-stream', [
    inPath('id'),
    inPath('name'),
  ]),
  '/api/events': {
    get: {
      summary: 'Server-sent events named `live`: what changed',
      'x-role': 'viewer',
      security: [{ session: [] }, { token: [] }],
      responses: {
        200: { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
        default: PROBLEM,
      },
    },
  },
  '/hooks/{name}': {
    post: {
      summary: 'Inbound signed webhook: one item, a list, or {items: []}',
      description:
        'X-Itibar-Signature is sha256=HMAC-SHA256 in hex over `timestamp.body`. Webhooks of services (Zendesk, Meta …) come here too, each in its own shape and with its own signature.',
      security: [],
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
        {
          name: 'X-Itibar-Timestamp',
          in: 'header',
          required: true,
          schema: { type: 'string' },
          description: 'Seconds',
        },
        { name: 'X-Itibar-Signature', in: 'header', required: true, schema: { type: 'string' } },
      ],
      requestBody: { required: true, content: { 'application/json': { schema: {} } } },
      responses: { 200: { description: 'Taken', content: json(hookAnswer, 'output') }, default: PROBLEM },
    },
  },
};
