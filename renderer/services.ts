import { createContext, useContext } from 'react';
import type { Bridge } from './bridge.ts';
import type { StoreClient } from './store/store-client.ts';

/** What screens need of the outside: built once in main.tsx and handed down. */
export interface Services {
  bridge: Bridge;
  store: StoreClient;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('Screens are rendered within ServicesContext.');
  return services;
}
