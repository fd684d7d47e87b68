/** What goes wrong at one change that a command makes to its files. */
export const STEP_FAULTS = ["killed before it", "killed half-way", "a disk that is full from then on"] as const;
/** What is wrong with its folder from the beginning. */
export const FOLDER_FAULTS = ["a folder that is read only", "a disk without inodes"] as const;
export type DiskFault = (typeof STEP_FAULTS)[number] | (typeof FOLDER_FAULTS)[number];

/** What goes wrong at one request that a command sends to its node. */
export const KILLED_AT_REQUEST = ["killed before the node has it", "killed once the node has done it"] as const;
