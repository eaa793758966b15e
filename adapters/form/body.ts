import type { Readable } from 'node:stream';
import type { AdapterRequest } from '../adapter.ts';
import { type BodyContext, BodyError } from './body-error.ts';
import { readMultipart } from './multipart.ts';
import type { RawSubmission } from './parse.ts';

const LARGEST_TEXT_BODY = 2 * 1024 * 1024;

/**
 * Reads a submission's body by its media type; files are stored while they arrive.
 * Throws BodyError for what the sender did wrong, anything else for a fault of ours.
 */
export async function readBody(request: AdapterRequest, context: BodyContext): Promise<RawSubmission> {
  switch (mediaType(request)) {
    case 'application/json':
      return { values: parseJson(await readText(request.body)), files: [], faults: [] };
    case 'application/x-www-form-urlencoded':
      return { values: grouped(new URLSearchParams(await readText(request.body))), files: [], faults: [] };
    case 'multipart/form-data': {
      const { entries, files, faults } = await readMultipart(request, context);
      return { values: grouped(entries), files, faults };
    }
    default:
      throw new BodyError(
        415,
        'Send application/json, application/x-www-form-urlencoded or multipart/form-data.',
      );
  }
}

/** The media type of the request's body, lower-cased and without parameters. */
export function mediaType(request: AdapterRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Values by name; those of a repeated name in an array. */
function grouped(entries: Iterable<[string, string]>): Map<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return values;
}

function parseJson(text: string): Map<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new BodyError(400, 'The body is not valid JSON.', cause);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BodyError(400, 'The body must be a JSON object with the fields of the form.');
  }
  return new Map(Object.entries(body));
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // What is too much is still read to its end: a sender in full flow would not see the answer otherwise.
    if (size <= LARGEST_TEXT_BODY) chunks.push(bytes);
  }
  if (size > LARGEST_TEXT_BODY) throw new BodyError(413, 'The body is too large.');
  return Buffer.concat(chunks).toString('utf8');
}
