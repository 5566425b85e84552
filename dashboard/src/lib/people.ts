// Names for ids: sources and team members, read once and shared.

import type { Source, User } from '../api.gen.ts';
import { useQuery } from './query.ts';

/** The source's title, or its id while the list is not there. */
export function useSourceTitle(): (sourceId: string) => string {
  const { data } = useQuery<Source[]>('/api/sources');
  return (sourceId) => data?.find((source) => source.id === sourceId)?.title ?? sourceId;
}

export function useUsers(): User[] {
  return useQuery<User[]>('/api/users').data ?? [];
}
