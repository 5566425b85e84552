// Finds and reads the weights. They lie in the source tree only; compiled code in dist/ finds them by walking up to
// the package's root. Reads two small files, nothing else.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { CommonWords } from './common-words.ts';
import { LinearModel, type ModelMeta } from './linear.ts';

export type ModelName = 'sentiment' | 'labels' | 'relevance';

/** The folder that holds the weights. Throws AppError 'model.missing' outside a complete installation. */
export function modelFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'analyzers', 'model');
    if (existsSync(join(folder, 'package.json')) && existsSync(join(candidate, 'sentiment.bin'))) return candidate;
    if (dirname(folder) === folder) {
      throw new AppError(
        'model.missing',
        'The weights analyzers/model/*.bin are missing: restore them or run npm run train.',
      );
    }
  }
}

/** Reads NAME.json and NAME.bin. Throws when they do not belong together. */
export async function loadModel(name: ModelName, folder: string = modelFolder()): Promise<LinearModel> {
  const [meta, bytes] = await Promise.all([
    readFile(join(folder, `${name}.json`), 'utf8'),
    readFile(join(folder, `${name}.bin`)),
  ]);
  return new LinearModel(JSON.parse(meta) as ModelMeta, bytes);
}

export async function loadCommonWords(folder: string = modelFolder()): Promise<CommonWords> {
  return new CommonWords(await readFile(join(folder, 'words.bin')));
}
