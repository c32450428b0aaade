import type { Json, JsonObject } from '../kernel/json.ts';
import { MalformedRequest } from './protocol.ts';

/** The value as an object; null for anything else, an array too. */
export function objectOf(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value as a list of objects; what is none of it is left out. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(objectOf).filter((item) => item !== null) : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** JSON text as plain data; undefined when it is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** @throws MalformedRequest naming the field */
export function requiredText(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new MalformedRequest(`"${field}" must be a text that is not empty`);
}

/** Null when the field is missing or null. @throws MalformedRequest naming the field */
export function optionalCount(body: JsonObject, field: string): number | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new MalformedRequest(`"${field}" must be a whole number above 0`);
}

/** False when the field is missing or null. @throws MalformedRequest naming the field */
export function optionalFlag(body: JsonObject, field: string): boolean {
  const value = body[field];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw new MalformedRequest(`"${field}" must be true or false`);
}
