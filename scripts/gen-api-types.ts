// npm run gen: writes dashboard/src/api.gen.ts, plain TypeScript types from the API's zod shapes that carry an id, so that
// the dashboard needs neither zod nor the server's code. With --check it only says (exit 1) whether the file is stale.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import '../api/schema.ts';
import '../api/schema-access.ts';
import '../api/schema-entities.ts';
import '../api/schema-evidence.ts';
import '../api/schema-preview.ts';
import '../api/schema-searches.ts';
import '../api/schema-sources.ts';
import '../api/schema-stories.ts';
import { packageRoot } from '../config/root.ts';

interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
}

const BANNER = `// Made by scripts/gen-api-types.ts from api/schema.ts. Do not edit: run \`npm run gen\`.
// What the server takes and gives, as plain types.
`;

/** What is sent may leave out fields that have a default; what comes back has them all. */
const isRequest = (name: string) => /(?:Body|Patch|Action)$/.test(name);

/** The file's text: one exported type for every schema with `.meta({ id })`, in the order of their names. */
function renderTypes(): string {
  const uri = (id: string) => id;
  const taken = z.toJSONSchema(z.globalRegistry, { uri, io: 'input' }).schemas as Record<string, JsonSchema>;
  const given = z.toJSONSchema(z.globalRegistry, { uri, io: 'output' }).schemas as Record<string, JsonSchema>;
  const names = Object.keys(given)
    .filter((name) => name !== '__shared')
    .sort();
  const types = names.map((name) => {
    const schema = (isRequest(name) ? taken : given)[name] ?? {};
    return `export type ${name} = ${typeOf(schema, 0)};\n`;
  });
  return [BANNER, ...types].join('\n');
}

function typeOf(schema: JsonSchema, depth: number): string {
  if (schema.$ref) return schema.$ref;
  if (schema.enum) return schema.enum.map((value) => literal(value)).join(' | ');
  if (schema.const !== undefined) return literal(schema.const);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map((variant) => typeOf(variant, depth)))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, depth)).join(' | ');
  if (schema.type === 'array') return arrayOf(typeOf(schema.items ?? {}, depth));
  if (schema.type === 'object') return objectType(schema, depth);
  if (schema.type === 'integer') return 'number';
  return schema.type ?? 'unknown';
}

function objectType(schema: JsonSchema, depth: number): string {
  const { properties } = schema;
  if (!properties) {
    const value =
      typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties, depth) : 'unknown';
    return `Record<string, ${value}>`;
  }
  const indent = '  '.repeat(depth + 1);
  const fields = Object.entries(properties).map(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const type = typeOf(field, depth + 1);
    return `${indent}${name}${isRequired ? `: ${type}` : `?: ${type} | undefined`};\n`;
  });
  return `{\n${fields.join('')}${'  '.repeat(depth)}}`;
}

const arrayOf = (item: string) => (/^[A-Za-z]+$/.test(item) ? `${item}[]` : `Array<${item}>`);
const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : String(value);

const path = join(packageRoot, 'dashboard/src/api.gen.ts');
const wanted = renderTypes();
if (process.argv.includes('--check')) {
  if (currentText() !== wanted) {
    console.error('dashboard/src/api.gen.ts is stale: run `npm run gen` and commit it.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, wanted);
}

function currentText(): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not there yet: as stale as can be
  }
}
