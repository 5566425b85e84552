import { queueContract } from '../contracts/queue.ts';
import { openLocalBench } from './support.ts';

queueContract('local table', openLocalBench);
