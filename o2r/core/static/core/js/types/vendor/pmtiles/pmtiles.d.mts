// The copy of PMTiles that the site serves (vendor/pmtiles/pmtiles.mjs) has the types of the
// package it is copied from.
export * from "pmtiles";
