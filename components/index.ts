/** The types of the package; load.ts is what runs, so that a program of one cloud never loads the SDK of the other. */
export * as aws from "./aws";
export * as gcp from "./gcp";
